import { MemoryBudget, RequestMemory } from '../../../ground/memory-budget.js';
import type { HistoryStore } from '#response-history';
import { MemoryHistory } from '#response-history/memory';
import { isRefusal } from '#routing';
import { MasterKey, PersonalData } from '#vault';
import { MemoryVault } from '#vault/memory';
import { readRequest, type JsonObject, type ReadRequest } from '#wire';
import { Aside } from '#wire/aside';
import { createLog } from '#process';
import { newId } from '../../../ground/request-id.js';
import { Bodies } from '../../bodies/bodies.js';
import { isLarge } from '../../bodies/client-request.js';
import { ResponseHistory } from '../response-history.js';
import type { RecalledTurn } from '../recalled-turn.js';
import { HistoryWriter } from '../history-writer.js';

export const DAY_MS = 86_400_000;
export const ADA = 'cus_ada';
export const BOB = 'cus_bob';

export function read(body: JsonObject): ReadRequest {
  const request = readRequest('responses', Buffer.from(JSON.stringify({ model: 'm', ...body })));
  if (request.kind === 'refusal') throw new TypeError(request.message);
  return request;
}

/** For what is large; its threads end by themselves. */
const BODIES = new Bodies(new Aside({ idleMs: 1_000 }));

export type ReadTurn = RecalledTurn & { readonly request: ReadRequest };

export interface Told {
  readonly id: string;
  readonly output: readonly JsonObject[];
}

/** Everything but HTTP and providers, with a clock that a test sets. */
export class KeptResponsesFixture {
  readonly vault = new MemoryVault(new MasterKey(Buffer.alloc(32, 3)));
  readonly logged: string[] = [];
  readonly responses: ResponseHistory;
  readonly writer: HistoryWriter;
  nowMs = 1_000 * DAY_MS;

  constructor({ store = new MemoryHistory(), days = 30 }: { readonly store?: HistoryStore; readonly days?: number } = {}) {
    const log = createLog('info', { write: (line) => void this.logged.push(line) });
    const options = { store, personal: new PersonalData(this.vault), log, days, now: () => this.nowMs };
    this.responses = new ResponseHistory(options, BODIES);
    this.writer = new HistoryWriter(options);
  }

  /** Throws refusals. */
  async recall(customer: string, body: JsonObject): Promise<ReadTurn> {
    return recalled(await this.responses.recall(customer, read(body), room()));
  }

  /** The same of any size: how many responses it goes on from. */
  async before(customer: string, body: JsonObject): Promise<number> {
    return notRefused(await this.responses.recall(customer, read(body), room())).before.length;
  }

  /** One turn: the request is recalled, answered with these items, and its answer kept. */
  async turn(customer: string, body: JsonObject, items: readonly JsonObject[] = [textItem('Well')]): Promise<Told> {
    if ((await this.vault.open(customer)) === undefined) await this.vault.create(customer); // as the registration has made it
    const turn = notRefused(await this.responses.recall(customer, read(body), room()));
    const bare = newId('req').slice(4);
    const output = items.map((item, index) => ({ id: `${prefixOf(item)}_${bare}_${index}`, ...item }));
    await this.responses.answerTo(turn, customer, bare).keep(output);
    return { id: `resp_${bare}`, output };
  }
}

/** A turn that is not refused, and small; throws the refusal of any other. */
export function recalled(turn: Awaited<ReturnType<ResponseHistory['recall']>>): ReadTurn {
  const { request } = notRefused(turn);
  if (isLarge(request)) throw new TypeError('A large request is read aside');
  return { ...notRefused(turn), request };
}

function notRefused(turn: Awaited<ReturnType<ResponseHistory['recall']>>): RecalledTurn {
  if (isRefusal(turn)) throw Object.assign(new Error(turn.message), { code: turn.code, field: turn.field });
  return turn;
}

const prefixOf = ({ type }: JsonObject): string => (type === 'message' ? 'msg' : type === 'reasoning' ? 'rs' : 'fc');

export const textItem = (text: string): JsonObject => ({
  ...{ type: 'message', role: 'assistant', status: 'completed' },
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
});

/** More than any conversation takes. */
export const room = (): RequestMemory => new RequestMemory(new MemoryBudget(Infinity), ADA);

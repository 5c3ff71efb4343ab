import type { ResponseHistory } from '#response-history';
import { MemoryHistory } from '#response-history/memory';
import { MasterKey, PersonalData } from '#vault';
import { MemoryVault } from '#vault/memory';
import { readResponsesRequest, type JsonObject, type WireRequest } from '#wire';
import { createLog } from '#process';
import { newId } from '../http/request-id.js';
import { KeptResponses } from './kept-responses.js';
import type { RecalledTurn } from './recalled-turn.js';
import { ResponseWriter } from './response-writer.js';

export const DAY_MS = 86_400_000;
export const ADA = 'cus_ada';
export const BOB = 'cus_bob';

export function read(body: JsonObject): WireRequest {
  const request = readResponsesRequest(Buffer.from(JSON.stringify({ model: 'm', ...body })));
  if (request.kind === 'refusal') throw new TypeError(request.message);
  return request;
}

export interface Told {
  readonly id: string;
  readonly output: readonly JsonObject[];
}

/** Everything but HTTP and providers, with a clock that a test sets. */
export class KeptResponsesFixture {
  readonly vault = new MemoryVault(new MasterKey(Buffer.alloc(32, 3)));
  readonly logged: string[] = [];
  readonly responses: KeptResponses;
  readonly writer: ResponseWriter;
  nowMs = 1_000 * DAY_MS;

  constructor({ store = new MemoryHistory(), days = 30 }: { readonly store?: ResponseHistory; readonly days?: number } = {}) {
    const log = createLog('info', { write: (line) => void this.logged.push(line) });
    const options = { store, personal: new PersonalData(this.vault), log, days, now: () => this.nowMs };
    this.responses = new KeptResponses(options);
    this.writer = new ResponseWriter(options);
  }

  recall(customer: string, body: JsonObject): Promise<RecalledTurn> {
    return this.responses.recall(customer, read(body));
  }

  /** One turn: the request is recalled, answered with these items, and its answer kept. */
  async turn(customer: string, body: JsonObject, items: readonly JsonObject[] = [textItem('Well')]): Promise<Told> {
    const turn = await this.recall(customer, body);
    const bare = newId('req').slice(4);
    const output = items.map((item, index) => ({ id: `${prefixOf(item)}_${bare}_${index}`, ...item }));
    await this.responses.answerTo(turn, customer, bare).keep(output);
    return { id: `resp_${bare}`, output };
  }
}

const prefixOf = ({ type }: JsonObject): string => (type === 'message' ? 'msg' : type === 'reasoning' ? 'rs' : 'fc');

export const textItem = (text: string): JsonObject => ({
  ...{ type: 'message', role: 'assistant', status: 'completed' },
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
});

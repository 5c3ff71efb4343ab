import { isRefusal, refuse, type RequestRefusal } from '#routing';
import { namedResponses, type NamedResponses } from '#wire';
import { BODY_LIMIT_BYTES } from '../../http/route/body-limit.js';
import type { RequestMemory } from '../../ground/memory-budget.js';
import type { Bodies } from '../bodies/bodies.js';
import { isLarge, type ClientRequest } from '../bodies/client-request.js';
import { AnswerKeeping } from './answer-keeping.js';
import type { HistoryOptions } from './history.options.js';
import { inClientsWords, type RecalledTurn } from './recalled-turn.js';
import { HistoryReader, type Budget, type OpenedResponse } from './history-reader.js';
import { HistoryWriter } from './history-writer.js';

/** Responses that one may go on from. */
const LONGEST_CHAIN = 1_000;
/** Characters of a request's own input; of a longer one nothing is kept, and its answer says so. */
const MOST_INPUT_CHARS = 8 * 1024 * 1024;

const PREVIOUS = 'previous_response_id';

export type HistoryRefusal = RequestRefusal<'GATEWAY_BUSY' | 'INVALID_REQUEST' | 'REQUEST_TIMEOUT' | 'REQUEST_TOO_LARGE'>;

/** Answers of Responses that were translated, kept for their customer, and found again by what a later request names (ADR 0021). */
export class ResponseHistory {
  private readonly reader: HistoryReader;
  private readonly writer: HistoryWriter;

  constructor(
    private readonly options: HistoryOptions,
    private readonly bodies: Bodies,
  ) {
    this.reader = new HistoryReader(options);
    this.writer = new HistoryWriter(options);
  }

  /**
   * The request with the conversation that it goes on from, and items in place of their references. What is not found stays as it was named, and is refused
   * later as anything is that nobody keeps for this customer. What is found takes its bytes from the memory of the request. Throws that a store is away.
   */
  async recall(customer: string, request: ClientRequest, memory: RequestMemory): Promise<RecalledTurn | HistoryRefusal> {
    const previous = typeof request.asked['previous_response_id'] === 'string' ? request.asked['previous_response_id'] : null;
    const asSent: RecalledTurn = { kind: 'turn', request, previous, before: [], itemsBefore: 0, own: undefined };
    const named = this.options.days > 0 ? namedBy(request) : undefined;
    if (!named) return asSent;
    const budget = {
      bytes: BODY_LIMIT_BYTES.v1 - (isLarge(request) ? request.large.bytes : Buffer.byteLength(request.text)),
      isSpent: false,
      isFull: false,
      take: (bytes: number) => memory.take(bytes),
    };
    const outputs = await this.reader.outputs(customer, named.items, budget);
    if (budget.isFull) return noRoom();
    if (budget.isSpent) return tooLarge('input');
    const chain = named.previous === undefined ? undefined : await this.chain(customer, named.previous, budget);
    if (budget.isFull) return noRoom();
    if (budget.isSpent) return tooLarge(PREVIOUS);
    if (chain && isRefusal(chain)) return chain;
    if (outputs.size === 0 && !chain) return asSent;
    const recalled = await this.bodies.recalled(request, named, { before: chain, outputs });
    if (isRefusal(recalled)) return inClientsWords({ ...recalled, field: recalled.field ?? 'input' }, recalled);
    return { kind: 'turn', ...recalled, previous, before: chain?.map(({ id }) => id) ?? [] };
  }

  /** `bareId`: of the request; its answer is called after it. */
  answerTo(turn: RecalledTurn, customer: string, bareId: string): AnswerKeeping {
    const store = this.options.days > 0 && turn.request.asked['store'] !== false && ownChars(turn) <= MOST_INPUT_CHARS;
    return new AnswerKeeping({ id: bareId, store, previous: turn.previous }, customer, turn, this.writer);
  }

  /** From the first response on; undefined where one of them is not there any more, or where the budget was spent before. */
  private async chain(customer: string, id: string, budget: Budget): Promise<readonly OpenedResponse[] | HistoryRefusal | undefined> {
    const [last] = await this.reader.whole(customer, [id], budget);
    if (!last) return undefined;
    if (last.before.length >= LONGEST_CHAIN) return tooLong();
    const earlier = await this.reader.whole(customer, last.before, budget);
    return earlier.length === last.before.length ? [...earlier, last] : undefined;
  }
}

function tooLong(): HistoryRefusal {
  const message = `${PREVIOUS} goes on from ${LONGEST_CHAIN} responses, which is as many as there can be: send the conversation as input`;
  return refuse('INVALID_REQUEST', PREVIOUS, message);
}

function noRoom(): HistoryRefusal {
  return refuse('GATEWAY_BUSY', undefined, 'There is no room for the conversation in the memory of this gateway; try again');
}

function tooLarge(field: string): HistoryRefusal {
  const message = `What ${field} names makes the request larger than the ${BODY_LIMIT_BYTES.v1} bytes that a body may have`;
  return refuse('REQUEST_TOO_LARGE', field, message);
}

function ownChars({ request, own }: RecalledTurn): number {
  if (own !== undefined) return own.length;
  return isLarge(request) ? request.chars : request.text.length;
}

function namedBy(request: ClientRequest): NamedResponses | undefined {
  return isLarge(request) ? request.named : namedResponses(request);
}

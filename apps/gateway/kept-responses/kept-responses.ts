import { namedResponses, recallInput, type WireRequest } from '#wire';
import { BODY_LIMIT_BYTES } from '../http/route/body-limit.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { AnswerKeeping } from './answer-keeping.js';
import type { KeptResponsesOptions } from './kept-responses.options.js';
import { inClientsWords, type RecalledTurn } from './recalled-turn.js';
import { ResponseReader, type Budget, type OpenedResponse } from './response-reader.js';
import { ResponseWriter } from './response-writer.js';

/** Responses that one may go on from. */
const LONGEST_CHAIN = 1_000;
/** Characters of a request's own input; of a longer one nothing is kept, and its answer says so. */
const MOST_INPUT_CHARS = 8 * 1024 * 1024;

/** Answers of Responses that were translated, kept for their customer, and found again by what a later request names (ADR 0021). */
export class KeptResponses {
  private readonly reader: ResponseReader;
  private readonly writer: ResponseWriter;

  constructor(private readonly options: KeptResponsesOptions) {
    this.reader = new ResponseReader(options);
    this.writer = new ResponseWriter(options);
  }

  /**
   * The request with the conversation that it goes on from, and items in place of their references. What is not found stays as it was named, and is refused
   * later as anything is that nobody keeps for this customer. Throws `INVALID_REQUEST`, `REQUEST_TOO_LARGE`, and that a store is away.
   */
  async recall(customer: string, request: WireRequest): Promise<RecalledTurn> {
    const previous = typeof request.body['previous_response_id'] === 'string' ? request.body['previous_response_id'] : null;
    const asSent: RecalledTurn = { request, previous, before: [], itemsBefore: 0, own: undefined };
    const named = this.options.days > 0 ? namedResponses(request) : undefined;
    if (!named) return asSent;
    const budget = { bytes: BODY_LIMIT_BYTES.v1 - Buffer.byteLength(request.text) };
    const items = await this.reader.items(customer, named.items, budget);
    const chain = named.previous === undefined ? undefined : await this.chain(customer, named.previous, budget);
    if (items.size === 0 && !chain) return asSent;
    const before = chain?.flatMap(({ input, output }) => [...input, ...output]);
    const recalled = recallInput(request, before, items);
    const itemsBefore = before?.length ?? 0;
    if ('kind' in recalled) {
      const refusal = new HttpRefusal('INVALID_REQUEST', { message: recalled.message, field: recalled.param ?? 'input' });
      throw inClientsWords(refusal, { itemsBefore });
    }
    return { ...recalled, previous, before: chain?.map(({ id }) => id) ?? [], itemsBefore };
  }

  /** `bareId`: of the request; its answer is called after it. */
  answerTo(turn: RecalledTurn, customer: string, bareId: string): AnswerKeeping {
    const store = this.options.days > 0 && turn.request.body['store'] !== false && ownChars(turn) <= MOST_INPUT_CHARS;
    return new AnswerKeeping({ id: bareId, store, previous: turn.previous }, customer, turn, this.writer);
  }

  /** From the first response on; undefined where one of them is not there any more. */
  private async chain(customer: string, id: string, budget: Budget): Promise<OpenedResponse[] | undefined> {
    const field = 'previous_response_id';
    const [last] = await this.reader.whole(customer, [id], budget, field);
    if (!last) return undefined;
    if (last.before.length >= LONGEST_CHAIN) {
      const message = `${field} goes on from ${LONGEST_CHAIN} responses, which is as many as there can be: send the conversation as input`;
      throw new HttpRefusal('INVALID_REQUEST', { field, message });
    }
    const earlier = await this.reader.whole(customer, last.before, budget, field);
    return earlier.length === last.before.length ? [...earlier, last] : undefined;
  }
}

function ownChars({ request, own }: RecalledTurn): number {
  return own ? JSON.stringify(own).length : request.text.length;
}

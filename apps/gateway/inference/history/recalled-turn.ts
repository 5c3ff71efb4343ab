import type { RequestRefusal } from '#routing';
import type { ClientRequest } from '../bodies/client-request.js';

/** A request of Responses, with everything of ours that it named in its input. */
export interface RecalledTurn {
  readonly kind: 'turn';
  readonly request: ClientRequest;
  /** What its answer tells again. */
  readonly previous: string | null;
  /** The responses that it goes on from, the oldest first. */
  readonly before: readonly string[];
  /** How many of their items stand before its own. */
  readonly itemsBefore: number;
  /** Items of its own input, as JSON; undefined: as they stand in the request. */
  readonly own: string | undefined;
}

/** Names what is wrong in the client's own input by the place where the client put it. */
export function inClientsWords<Refused extends RequestRefusal>(
  refusal: Refused,
  { itemsBefore }: Pick<RecalledTurn, 'itemsBefore'>,
): Refused {
  if (itemsBefore === 0) return refusal;
  const named = (text: string | undefined) =>
    text?.replace(/\binput\[(\d+)\](?:[.\w]|\[\d+\])*/g, (place, index: string) =>
      Number(index) < itemsBefore ? 'previous_response_id' : place.replace(`[${index}]`, `[${Number(index) - itemsBefore}]`),
    );
  return { ...refusal, field: named(refusal.field), message: named(refusal.message) };
}

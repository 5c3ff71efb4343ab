import type { WireRequest } from '#wire';
import { HttpRefusal } from '../../http/refusal.js';

/** A request of Responses, with everything of ours that it named in its input. */
export interface RecalledTurn {
  readonly request: WireRequest;
  /** What its answer tells again. */
  readonly previous: string | null;
  /** The kept responses that it goes on from, the oldest first. */
  readonly before: readonly string[];
  /** How many of their items stand before its own. */
  readonly itemsBefore: number;
  /** Items of its own input; undefined: as they stand in the request. */
  readonly own: readonly unknown[] | undefined;
}

/** Names what is wrong in the client's own input by the place where the client put it. */
export function inClientsWords(fault: unknown, { itemsBefore }: Pick<RecalledTurn, 'itemsBefore'>): unknown {
  if (itemsBefore === 0 || !(fault instanceof HttpRefusal)) return fault;
  const { code, message, field, headers, cause } = fault;
  const named = (text: string) =>
    text.replace(/\binput\[(\d+)\](?:[.\w]|\[\d+\])*/g, (place, index: string) =>
      Number(index) < itemsBefore ? 'previous_response_id' : place.replace(`[${index}]`, `[${Number(index) - itemsBefore}]`),
    );
  return new HttpRefusal(code, { message: named(message), headers, cause, ...(field !== undefined && { field: named(field) }) });
}

import { FINISHED, UNTOLD, asTold, isToldEnd, type Ending, type Finish } from '../meaning/endings.js';
import { isObject, type JsonObject } from '../json/object.js';

/** `status` and `incomplete_details` of a response. One that ended for a reason that nobody knows is not complete, in the provider's own word. */
export function statusOf(finish: Finish): {
  readonly status: string;
  readonly incomplete_details: { readonly reason?: string } | null;
} {
  if (typeof finish !== 'string') return { status: 'incomplete', incomplete_details: finish.told === null ? {} : { reason: finish.told } };
  if (finish === 'length') return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
  if (finish === 'content_filter') return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
  return { status: 'completed', incomplete_details: null };
}

/** Source: the SDK's `ResponseStatus`; `in_progress` and `queued` are no ends. */
const STATUSES: ReadonlyMap<unknown, 'finished' | 'incomplete' | 'failed'> = new Map([
  ['completed', 'finished'],
  ['incomplete', 'incomplete'],
  ['failed', 'failed'],
  ['cancelled', 'failed'],
]);

/** Why a response is not complete: the SDK's `IncompleteDetails`, and the words of providers for its output limit. */
const AT_LIMIT: ReadonlySet<unknown> = new Set(['max_output_tokens', 'max_tokens', 'length']);
const INCOMPLETE: ReadonlySet<unknown> = new Set([...AT_LIMIT, 'content_filter']);

/** By a status, or by the name of a terminal event without `response.`. */
export function endingOfStatus(status: unknown, { incomplete_details: details }: JsonObject): Ending {
  const kind = STATUSES.get(status);
  if (kind === undefined) return isToldEnd(status) ? { ...UNTOLD, told: asTold(status) } : UNTOLD;
  if (kind === 'finished') return FINISHED;
  if (kind === 'failed') return { kind, isAtLimit: false, told: asTold(status) };
  const reason = isObject(details) ? details['reason'] : undefined;
  const isKnown = !isToldEnd(reason) || INCOMPLETE.has(reason);
  return { kind: isKnown ? 'incomplete' : 'unknown', isAtLimit: AT_LIMIT.has(reason), ...(!isKnown && { told: asTold(reason) }) };
}

import type { WireRefusal } from '../common/refusal.js';
import { writeMembers } from '../common/request-body.js';
import type { WireRequest } from '../common/wire-request.js';
import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readResponsesRequest } from './request.js';

/** As `answer.writer.ts` writes them around an id of ours (a TypeID's 26 characters): no provider's ids look like this. */
const OURS = /^(?:(resp_[0-7][0-9a-hjkmnp-tv-z]{25})|(?:msg|rs|fc)_([0-7][0-9a-hjkmnp-tv-z]{25})_\d{1,9})$/;

/** What a body of Responses names that this gateway may keep itself (ADR 0021). */
export interface NamedResponses {
  /** `previous_response_id`. */
  readonly previous: string | undefined;
  /** Ids of the items that `item_reference` names, and the responses that they were part of. */
  readonly items: ReadonlyMap<string, string>;
}

/** Undefined where nothing that it names can be ours; most requests name nothing. */
export function namedResponses({ api, references, body }: WireRequest): NamedResponses | undefined {
  if (api !== 'responses' || !references.some(({ isWhole }) => !isWhole)) return undefined;
  const { previous_response_id: previous, input } = body;
  const items = new Map<string, string>();
  for (const id of (Array.isArray(input) ? input : []).map(referenceOf)) {
    const response = id === undefined ? undefined : OURS.exec(id)?.[2];
    if (response !== undefined) items.set(id!, `resp_${response}`);
  }
  const isOurs = typeof previous === 'string' && OURS.exec(previous)?.[1] !== undefined;
  return isOurs || items.size > 0 ? { previous: isOurs ? previous : undefined, items } : undefined;
}

/** The items of a request's own input, as a list; numbers as they came. */
export function inputItems({ text, members }: WireRequest): readonly unknown[] {
  const input = members.find(({ name }) => name === 'input');
  const value = input && parseExactly(text.slice(input.valueStart, input.end));
  if (typeof value === 'string') return [{ role: 'user', content: value }];
  return Array.isArray(value) ? value : [];
}

/** Items that were kept, as JSON. */
export const keptItems = (json: string): readonly unknown[] => parseExactly(json) as readonly unknown[];

/** A body with what it named in its place, understood as if the client had sent it whole. */
export interface RecalledRequest {
  readonly request: WireRequest;
  /** The items of its own input. */
  readonly own: readonly unknown[];
}

/**
 * Puts `before` in front of the input, in place of `previous_response_id`, and each of `items` in place of its reference. What was not found stays named. The body
 * is read anew, so that whatever is counted, bounded, estimated or refused is so for the whole of it.
 */
export function recallInput(
  request: WireRequest,
  before: readonly unknown[] | undefined,
  items: ReadonlyMap<string, unknown>,
): RecalledRequest | WireRefusal {
  const own = inputItems(request).map((item) => items.get(referenceOf(item) ?? '') ?? item);
  const input = JSON.stringify([...(before ?? []), ...own]);
  const read = readResponsesRequest(writeMembers(request, { input, ...(before && { previous_response_id: 'null' }) }));
  return read.kind === 'refusal' ? read : { request: read, own };
}

/** The id that an item is fetched by. Source: OpenAI, "Create a model response": a reference may leave its `type` out. */
function referenceOf(item: unknown): string | undefined {
  if (!isObject(item) || typeof item['id'] !== 'string') return undefined;
  const { type, role, id } = item as JsonObject & { readonly id: string };
  return type === 'item_reference' || (type == null && role == null) ? id : undefined;
}

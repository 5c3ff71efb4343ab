import type { WireRefusal } from '../common/refusal.js';
import { writeMembers } from '../common/request-body.js';
import type { ReadRequest } from '../common/wire-request.js';
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
export function namedResponses({ api, references, body }: ReadRequest): NamedResponses | undefined {
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
export function inputItems({ text, members }: ReadRequest): readonly unknown[] {
  const input = members.find(({ name }) => name === 'input');
  const value = input && parseExactly(text.slice(input.valueStart, input.end));
  if (typeof value === 'string') return [{ role: 'user', content: value }];
  return Array.isArray(value) ? value : [];
}

/** A turn that was kept, as it was written: `input` is the responses before it and its own items, `output` its items. */
export interface KeptTurn {
  readonly input: string;
  readonly output: string;
}

/** What is kept of a turn's own side. `own`: its items, as JSON. */
export const keptInput = (before: readonly string[], own: string): string => `[${JSON.stringify(before)},${own}]`;

/** The responses that stand before a kept turn, the oldest first, without reading the items behind them: no id has a bracket. */
export const keptBefore = (input: string): readonly string[] => JSON.parse(input.slice(1, input.indexOf(']') + 1)) as readonly string[];

/** What was found of that which a body names: the turns that it goes on from, the oldest first, and the output of other responses by their id. */
export interface FoundTurns {
  readonly before: readonly KeptTurn[] | undefined;
  readonly outputs: ReadonlyMap<string, string>;
}

/** A body with what it named in its place, understood as if the client had sent it whole. */
export interface RecalledRequest {
  readonly request: ReadRequest;
  /** The items of its own input. */
  readonly own: readonly unknown[];
  /** How many items stand before them. */
  readonly itemsBefore: number;
}

/**
 * Puts the turns before in front of the input, in place of `previous_response_id`, and each item that was found in place of its reference. What was not found stays named. The body
 * is read anew, so that whatever is counted, bounded, estimated or refused is so for the whole of it.
 */
export function recallInput(
  request: ReadRequest,
  named: NamedResponses,
  found: FoundTurns,
): RecalledRequest | (WireRefusal & Pick<RecalledRequest, 'itemsBefore'>) {
  const before = found.before?.flatMap(({ input, output }) => [...(itemsOf(input)[1] as readonly unknown[]), ...itemsOf(output)]);
  const items = namedItems(named, found);
  const own = inputItems(request).map((item) => items.get(referenceOf(item) ?? '') ?? item);
  const input = JSON.stringify([...(before ?? []), ...own]);
  const read = readResponsesRequest(writeMembers(request, { input, ...(before && { previous_response_id: 'null' }) }));
  const itemsBefore = before?.length ?? 0;
  return read.kind === 'refusal' ? { ...read, itemsBefore } : { request: read, own, itemsBefore };
}

const itemsOf = (json: string): readonly unknown[] => parseExactly(json) as readonly unknown[];

/** By their ids; an item of another response than its id says is none. */
function namedItems(named: NamedResponses, { outputs }: FoundTurns): ReadonlyMap<string, unknown> {
  const items = new Map<string, unknown>();
  for (const [response, output] of outputs)
    for (const item of itemsOf(output) as readonly { readonly id?: unknown }[])
      if (typeof item.id === 'string' && named.items.get(item.id) === response) items.set(item.id, item);
  return items;
}

/** The id that an item is fetched by. Source: OpenAI, "Create a model response": a reference may leave its `type` out. */
function referenceOf(item: unknown): string | undefined {
  if (!isObject(item) || typeof item['id'] !== 'string') return undefined;
  const { type, role, id } = item as JsonObject & { readonly id: string };
  return type === 'item_reference' || (type == null && role == null) ? id : undefined;
}

import { isReasoningWithoutContent } from '../common/references.js';
import type { WireRefusal } from '../common/refusal.js';
import { writeMembers } from '../common/request-body.js';
import type { ReadRequest } from '../common/wire-request.js';
import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import { fitting, type Fitting } from './fitted.js';
import type { TargetTraits } from './target-traits.js';

export interface UpstreamChoice {
  readonly model: string;
  /** For each choice, as it was held for. */
  readonly outputLimit: number;
  readonly traits: TargetTraits;
  /** Ids of items that this provider does not keep for this customer. */
  readonly foreignIds?: ReadonlySet<string>;
}

export interface UpstreamBody {
  readonly kind: 'upstream';
  readonly bytes: Buffer;
  readonly dropped: readonly string[];
}

/**
 * The body for a provider that speaks the protocol of the route: the client's own bytes with the model, the output limit and, on a stream of
 * OpenAI's older routes, `include_usage` put in place, and without what the model does not take. Items that say everything themselves go on without an id that is foreign
 * there; reasoning that says nothing without it does not.
 */
export function writeUpstreamBody(
  request: ReadRequest,
  { model, outputLimit, traits, foreignIds }: UpstreamChoice,
): UpstreamBody | WireRefusal {
  const fitted = fittingOf(request, outputLimit, traits);
  if (fitted.kind === 'refusal') return fitted;
  const values: Record<string, string | undefined> = { model: JSON.stringify(model) };
  for (const [field, value] of Object.entries(fitted.edits)) values[field] = value === undefined ? undefined : JSON.stringify(value);
  Object.assign(values, usageOf(request, traits));
  if (foreignIds && foreignIds.size > 0) values['input'] = withoutIds(request, foreignIds);
  return { kind: 'upstream', bytes: writeMembers(request, values), dropped: fitted.dropped };
}

/** What is written anew is parsed once more, with every number in it as it came. */
function fittingOf({ api, body, text }: ReadRequest, outputLimit: number, traits: TargetTraits): Fitting | WireRefusal {
  const fitted = fitting({ api, body, outputLimit }, traits);
  if (fitted.kind === 'refusal' || Object.values(fitted.edits).every((value) => typeof value !== 'object')) return fitted;
  return fitting({ api, body: parseExactly(text) as JsonObject, outputLimit }, traits);
}

function withoutIds({ text, members }: ReadRequest, foreign: ReadonlySet<string>): string {
  const { valueStart, end } = members.find(({ name }) => name === 'input')!;
  const items = parseExactly(text.slice(valueStart, end)) as unknown[];
  return JSON.stringify(
    items.flatMap((item) => {
      if (!isObject(item) || !foreign.has(item['id'] as string)) return [item];
      return isReasoningWithoutContent(item) ? [] : [{ ...item, id: undefined }];
    }),
  );
}

function usageOf({ api, stream, includeUsage, body }: ReadRequest, { refusedFields }: TargetTraits): Readonly<Record<string, string>> {
  if (!stream || includeUsage || (api !== 'chat' && api !== 'completions') || refusedFields.includes('stream_options')) return {};
  return { stream_options: JSON.stringify({ ...(body['stream_options'] as object | null | undefined), include_usage: true }) };
}

import { isGiven } from '../common/request-body.js';
import { refuse, type WireRefusal } from '../common/refusal.js';
import type { WireApi } from '../common/wire-request.js';
import { isObject, type JsonObject } from '../json/object.js';
import { limitEdits } from './limit.js';
import { messagesEdits } from './messages.js';
import { reasoningEdits } from './reasoning.js';
import type { TargetTraits } from './target-traits.js';
import { toolEdits } from './tools.js';

/** A body for a provider's route, before it is said as the provider's model takes it. */
export interface Unfitted {
  readonly api: WireApi;
  /** Of Chat Completions, Messages, …: with every number as it came, where members of members are to be written again. */
  readonly body: JsonObject;
  /** For each choice, as it was held for; 0 where there is no output. */
  readonly outputLimit: number;
}

/** What changes of a body's members: `undefined` takes one away. */
export type Edits = Record<string, unknown>;

export interface Fitting {
  readonly kind: 'fitting';
  readonly edits: Edits;
  /** What the client said and the model is not told, by the names of the provider's route. */
  readonly dropped: readonly string[];
}

/** Values that ask for nothing: a model that refuses the member does as it is told without it. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  ...{ temperature: [1], top_p: [1], frequency_penalty: [0], presence_penalty: [0], n: [1], logprobs: [false], top_logprobs: [0] },
  ...{ store: [false], service_tier: ['auto', 'default', 'standard_only'], parallel_tool_calls: [true], best_of: [1], echo: [false] },
};
/** Without them the answer would be another than was asked for: rather another target, or a refusal. */
const ASKED_FOR: ReadonlySet<string> = new Set([
  ...['tools', 'functions', 'response_format', 'text', 'n', 'best_of', 'logprobs', 'top_logprobs', 'modalities', 'audio', 'suffix', 'echo'],
  ...['messages', 'input', 'prompt', 'system', 'instructions'],
]);

/**
 * A body as its model takes it: the output limit by its own name, without what it refuses, instructions in the role that it knows, reasoning and tools as it can
 * be told. Refused is what it cannot be told and the answer depends on. Idempotent.
 */
export function fitting(unfitted: Unfitted, traits: TargetTraits): Fitting | WireRefusal {
  const { api, body } = unfitted;
  const edits: Edits = {};
  const dropped: string[] = [];
  limitEdits(unfitted, traits, edits, dropped);
  reasoningEdits(unfitted, traits, edits, dropped);
  for (const field of traits.refusedFields) {
    if (!(field in body) || field in edits) continue;
    const value = body[field];
    const asksForNothing = !isGiven(value) || NEUTRAL[field]?.includes(value) === true || field === 'stream_options';
    if (!asksForNothing && ASKED_FOR.has(field)) return refuse(field, `${field} is not taken by this model`);
    edits[field] = undefined;
    if (!asksForNothing) dropped.push(field);
  }
  for (const group of traits.exclusiveFields) exclude(group, body, edits, dropped);
  toolEdits(body, traits, edits, dropped);
  if (api === 'chat') messagesEdits(body, traits, edits, dropped);
  return { kind: 'fitting', edits, dropped };
}

/** Of a group the first that asks for something goes on, beside it none that asks for nothing. */
function exclude(group: readonly string[], body: JsonObject, edits: Edits, dropped: string[]): void {
  const given = group.filter((field) => isGiven(body[field]) && !(field in edits));
  if (given.length < 2) return;
  const asking = given.filter((field) => NEUTRAL[field]?.includes(body[field]) !== true);
  const [kept = given[0]] = asking;
  for (const field of given) {
    if (field === kept) continue;
    edits[field] = undefined;
    if (asking.includes(field)) dropped.push(field);
  }
}

/** A body that is nobody else's yet. */
export function withEdits(body: JsonObject, edits: Edits): JsonObject {
  if (Object.keys(edits).length === 0) return body;
  return Object.fromEntries(Object.entries({ ...body, ...edits }).filter(([, value]) => value !== undefined));
}

/** What a client of another route calls the members of a provider's. */
const NAMES: Readonly<Partial<Record<WireApi, Readonly<Record<string, string>>>>> = {
  messages: {
    max_completion_tokens: 'max_tokens',
    response_format: 'output_config.format',
    stop: 'stop_sequences',
    parallel_tool_calls: 'tool_choice.disable_parallel_tool_use',
    user: 'metadata.user_id',
  },
  responses: {
    max_completion_tokens: 'max_output_tokens',
    max_tokens: 'max_output_tokens',
    response_format: 'text.format',
    output_config: 'text.format',
    'output_config.effort': 'reasoning.effort',
    reasoning_effort: 'reasoning.effort',
    thinking: 'reasoning.effort',
    messages: 'input',
    system: 'instructions',
    metadata: 'user',
  },
  chat: {
    max_tokens: 'max_completion_tokens',
    output_config: 'response_format',
    'output_config.effort': 'reasoning_effort',
    thinking: 'reasoning_effort',
    stop_sequences: 'stop',
    system: 'messages',
    metadata: 'user',
  },
  completions: { max_completion_tokens: 'max_tokens', messages: 'prompt', stop_sequences: 'stop', metadata: 'user' },
};

/** By the name that the client knows; its own where the route is the same. */
export function clientsName(api: WireApi, upstream: WireApi, field: string, asked: JsonObject): string {
  if (api === upstream) return field;
  if (api === 'messages' && field === 'reasoning_effort')
    return isObject(asked['output_config']) && asked['output_config']['effort'] != null ? 'output_config.effort' : 'thinking';
  return NAMES[api]?.[field] ?? field;
}

import { isObject, type JsonObject } from '../json/object.js';

/** What a name in `usage` counts. `beside`: a part that is charged within another count, or what is no count of tokens. */
export type Counted =
  'input' | 'output' | 'total' | 'cached' | 'written' | 'written_1h' | 'reasoning' | 'audio' | 'cached_audio' | 'spoken' | 'beside';

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

type Row = readonly [counted: Counted, path: string, source: string];

/**
 * Usage as providers of Chat Completions, Completions and Responses tell it. A count that is told under several names is the largest of them: those that a provider keeps
 * for form's sake say zero. `input` includes what was read from and written to a cache; whether `output` includes the reasoning the total tells.
 */
export const OPENAI_USAGE: readonly Row[] = [
  ['input', 'prompt_tokens', 'OpenAI, "The chat completion object"'],
  ['input', 'input_tokens', 'OpenAI, "The response object"'],
  ['output', 'completion_tokens', 'OpenAI, "The chat completion object"'],
  ['output', 'output_tokens', 'OpenAI, "The response object"'],
  ['total', 'total_tokens', 'OpenAI, as before'],
  [
    'cached',
    'prompt_tokens_details.cached_tokens',
    'OpenAI, "The chat completion object"; Qwen, xAI, Groq, Gemini, Mistral, vLLM, OpenRouter',
  ],
  ['cached', 'input_tokens_details.cached_tokens', 'OpenAI, "The response object"'],
  ['cached', 'prompt_cache_hit_tokens', 'DeepSeek, "Context Caching"'],
  ['cached', 'cached_tokens', 'Moonshot, API reference, "Chat"'],
  ['cached', 'cache_read_input_tokens', 'LiteLLM, "Prompt Caching"'],
  ['cached', 'num_cached_tokens', 'Mistral, client-python, UsageInfo; vLLM, RequestOutput'],
  ['cached', 'input_cached_tokens', 'SambaNova, API reference'],
  ['written', 'prompt_tokens_details.cache_write_tokens', 'OpenAI, "The chat completion object"; OpenRouter, "Usage Accounting"'],
  ['written', 'input_tokens_details.cache_write_tokens', 'OpenAI, "The response object"'],
  ['written', 'prompt_tokens_details.cache_creation_input_tokens', 'Alibaba Cloud, Model Studio, "Context cache"'],
  ['written', 'prompt_tokens_details.cache_creation_tokens', 'LiteLLM, PromptTokensDetailsWrapper'],
  ['written', 'cache_creation_input_tokens', 'LiteLLM, "Prompt Caching"'],
  ['written_1h', 'prompt_tokens_details.cache_creation.ephemeral_1h_input_tokens', 'Alibaba Cloud, as before'],
  ['written_1h', 'prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens', 'LiteLLM, CacheCreationTokenDetails'],
  ['beside', 'prompt_tokens_details.cache_creation.ephemeral_5m_input_tokens', 'Alibaba Cloud, as before: the rest of what was written'],
  ['beside', 'prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens', 'LiteLLM, as before'],
  ['reasoning', 'completion_tokens_details.reasoning_tokens', 'OpenAI, "The chat completion object"; xAI, Groq, Gemini, DeepSeek'],
  ['reasoning', 'output_tokens_details.reasoning_tokens', 'OpenAI, "The response object"'],
  ['reasoning', 'reasoning_tokens', 'SGLang, UsageInfo; Perplexity, API reference'],
  ['audio', 'prompt_tokens_details.audio_tokens', 'OpenAI, "The chat completion object"'],
  ['audio', 'input_tokens_details.audio_tokens', 'OpenAI, "The response object"'],
  ['cached_audio', 'prompt_tokens_details.cached_tokens_details.audio_tokens', 'OpenAI, "The chat completion object"'],
  ['cached_audio', 'input_tokens_details.cached_tokens_details.audio_tokens', 'OpenAI, Realtime: usage'],
  ['spoken', 'completion_tokens_details.audio_tokens', 'OpenAI, "The chat completion object"'],
  ['spoken', 'output_tokens_details.audio_tokens', 'OpenAI, "The response object"'],
  ['beside', 'prompt_cache_miss_tokens', 'DeepSeek, as before: the rest of the prompt'],
  ['beside', 'completion_tokens_details.accepted_prediction_tokens', 'OpenAI: within the completion'],
  ['beside', 'completion_tokens_details.rejected_prediction_tokens', 'OpenAI: within the completion'],
  ['beside', 'prompt_tokens_details.text_tokens', 'xAI, API reference, "Usage"; Qwen: the kinds of what went in'],
  ['beside', 'prompt_tokens_details.image_tokens', 'xAI, Qwen, as before'],
  ['beside', 'prompt_tokens_details.video_tokens', 'Qwen, OpenRouter, as before'],
  ['beside', 'input_tokens_details.text_tokens', 'OpenAI, Images'],
  ['beside', 'input_tokens_details.image_tokens', 'OpenAI, Images'],
  ['beside', 'completion_tokens_details.text_tokens', 'Qwen: the kinds of what came out'],
  ['beside', 'completion_tokens_details.image_tokens', 'OpenRouter, as before'],
  ['beside', 'output_tokens_details.text_tokens', 'OpenAI, Images'],
  ['beside', 'cost', 'OpenRouter, "Usage Accounting": money'],
  ['beside', 'cost_details', 'OpenRouter, as before'],
  ['beside', 'cost_in_usd_ticks', 'xAI, API reference'],
  ['beside', 'queue_time', 'Groq, API reference: seconds'],
  ['beside', 'prompt_time', 'Groq, as before'],
  ['beside', 'completion_time', 'Groq, as before'],
  ['beside', 'total_time', 'Groq, as before'],
];

/**
 * Usage as providers of Messages tell it; what of it is read stands in `messages/usage.ts`. `input_tokens` excludes both cache components. Of the totals that some repeat in
 * the other dialect's names nothing is read.
 */
export const ANTHROPIC_USAGE: readonly Row[] = [
  ['input', 'input_tokens', 'Anthropic, "Messages": usage'],
  ['output', 'output_tokens', 'Anthropic, as before'],
  ['cached', 'cache_read_input_tokens', 'Anthropic, "Prompt caching"'],
  ['written', 'cache_creation_input_tokens', 'Anthropic, as before'],
  ['written_1h', 'cache_creation.ephemeral_1h_input_tokens', 'Anthropic, as before'],
  ['beside', 'cache_creation.ephemeral_5m_input_tokens', 'Anthropic, as before: the rest of what was written'],
  ['reasoning', 'output_tokens_details.thinking_tokens', 'the SDK, OutputTokensDetails'],
  ['beside', 'server_tool_use', 'Anthropic, "Web search tool": named as unpriced'],
  ['beside', 'prompt_tokens', "LiteLLM, Moonshot, Zhipu: the totals in OpenAI's names"],
  ['beside', 'completion_tokens', 'as before'],
  ['beside', 'total_tokens', 'as before'],
];

/** Paths of each kind of count, taken apart once. */
export function pathsOf(rows: readonly Row[]): (counted: Counted) => readonly (readonly string[])[] {
  const paths = new Map<Counted, (readonly string[])[]>();
  for (const [counted, path] of rows) paths.set(counted, [...(paths.get(counted) ?? []), path.split('.')]);
  return (counted) => paths.get(counted) ?? [];
}

/** The largest of what is told under these names; undefined where nothing is. Adding zero turns a negative zero into zero. */
export function largest(usage: JsonObject, paths: readonly (readonly string[])[]): number | undefined {
  let found: number | undefined;
  for (const path of paths) {
    let value: unknown = usage;
    for (const name of path) value = isObject(value) ? value[name] : undefined;
    if (isCount(value) && (found === undefined || value > found)) found = value + 0;
  }
  return found;
}

/** The names that are known, as they stand within each other; `true`: whatever stands in it. */
type KnownNames = ReadonlyMap<string, KnownNames | true>;

export function knownNames(rows: readonly Row[]): KnownNames {
  const known = new Map<string, Map<string, unknown> | true>();
  for (const [, path] of rows) {
    const names = path.split('.');
    let within: Map<string, unknown> = known;
    for (const name of names.slice(0, -1)) {
      const next = within.get(name) ?? new Map<string, unknown>();
      within.set(name, next);
      within = next as Map<string, unknown>;
    }
    within.set(names.at(-1)!, true);
  }
  return known as KnownNames;
}

const MOST_UNKNOWN = 8;
const NAME_CHARS = 64;
const MOST_DEEP = 4;

/** Counts of something under names that nobody knows: whole numbers above zero. */
export function unknownCounts(usage: JsonObject, known: KnownNames): readonly string[] {
  let found: string[] | undefined;
  const look = (object: JsonObject, names: KnownNames | undefined, prefix: string, depth: number): void => {
    for (const name in object) {
      const value = object[name];
      const meaning = names?.get(name);
      if (meaning === true || !value) continue;
      if (typeof value === 'number') {
        if (!isCount(value) || (found && found.length >= MOST_UNKNOWN)) continue;
        (found ??= []).push(`unknown_count.${prefix}${name}`.slice(0, NAME_CHARS));
      } else if (depth < MOST_DEEP && isObject(value)) look(value, meaning, `${prefix}${name}.`, depth + 1);
    }
  };
  look(usage, known, '', 1);
  return found ?? NONE;
}

const NONE: readonly string[] = [];

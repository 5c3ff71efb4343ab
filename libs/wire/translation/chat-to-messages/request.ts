import { takesReasoning, takesSampling } from '../../fitting/target-traits.js';
import type { WireRefusal } from '../../common/refusal.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { FORMAT_NAME, schemaForMessages } from '../json-schema.js';
import { samplingOf, stopsOf, userOf } from '../openai-to-messages.options.js';
import { reasoningOfChat } from '../reasoning-effort.js';
import { TranslationNotes, present, type TranslatedRequest, type TranslationTarget } from '../translation.js';
import { messagesOfChat } from './conversation.js';
import { toolsOfChat } from './tools.js';

const REFUSED = {
  audio: 'The provider of this model has no audio',
  prediction: 'The provider of this model has no predicted outputs',
  web_search_options: 'The provider of this model has no web search of this kind',
  functions: 'functions is not supported for this model: use tools',
  function_call: 'function_call is not supported for this model: use tool_choice',
} as const;

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'n', 'max_tokens', 'max_completion_tokens', 'stop', 'temperature', 'top_p'],
  ...['tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'reasoning_effort', 'user', 'safety_identifier'],
  ...['logprobs', 'top_logprobs', 'modalities'],
]);

/** Values that ask for nothing: leaving them out changes no answer. */
const NEUTRAL = { frequency_penalty: [0], presence_penalty: [0], store: [false], service_tier: ['auto', 'default'] } as const;

const JSON_INSTRUCTION = 'Respond with a single valid JSON object and nothing else.';

/** A body of Chat Completions as one of Messages. The body has passed `readChatRequest`. */
export function chatToMessages(body: JsonObject, target: TranslationTarget): TranslatedRequest | WireRefusal {
  const notes = new TranslationNotes();
  refuseUnknownToMessages(body, notes);
  const { system, messages } = messagesOfChat(body['messages'], notes);
  const tools = toolsOfChat(body, notes);
  const format = formatOf(body['response_format'], notes);
  if (typeof format === 'string') system.push({ type: 'text', text: format });
  const reasoning = takesReasoning(target.traits) ? reasoningOfChat(body['reasoning_effort'], tools.isForced, notes) : {};
  if (!takesReasoning(target.traits) && body['reasoning_effort'] != null) notes.drop('reasoning_effort');
  const outputConfig = present({ effort: reasoning.effort, format: typeof format === 'object' ? format : undefined });
  notes.dropOthers(body, UNDERSTOOD, NEUTRAL);
  return notes.result(
    present({
      model: target.model,
      max_tokens: target.outputLimit,
      system: system.length === 0 ? undefined : isPlain(system) ? system[0]!['text'] : system,
      messages,
      ...tools.members,
      ...samplingOf(body, takesSampling(target.traits) && reasoning.thinking?.['type'] !== 'adaptive', notes),
      stop_sequences: stopsOf(body['stop'], notes),
      thinking: reasoning.thinking,
      output_config: Object.keys(outputConfig).length > 0 ? outputConfig : undefined,
      metadata: userOf(body, notes),
      stream: body['stream'] === true ? true : undefined,
    }),
  );
}

function refuseUnknownToMessages(body: JsonObject, notes: TranslationNotes): void {
  notes.refuseFields(body, REFUSED);
  const { n, logprobs, top_logprobs: top, modalities } = body;
  if (n != null && n !== 1) notes.refuse('n', 'n must be 1: the provider of this model gives one answer');
  if (logprobs === true) notes.refuse('logprobs', 'The provider of this model tells no log probabilities');
  if (top != null && top !== 0) notes.refuse('top_logprobs', 'The provider of this model tells no log probabilities');
  if (Array.isArray(modalities) && modalities.includes('audio')) notes.refuse('modalities', REFUSED.audio);
}

const isPlain = (system: readonly JsonObject[]): boolean => system.length === 1 && system[0]!['cache_control'] === undefined;

const FORMAT: ReadonlySet<string> = new Set(['type', 'json_schema']);
const JSON_SCHEMA: ReadonlySet<string> = new Set(['name', 'schema', 'strict']);

/** Messages holds an answer to schemas only, and not to all; anything else can only be asked for, in these words. */
function formatOf(format: unknown, notes: TranslationNotes): JsonObject | string | undefined {
  if (!isObject(format) || format['type'] === 'text') return undefined;
  notes.dropOthers(format, FORMAT, {}, 'response_format.');
  if (format['type'] === 'json_object') return JSON_INSTRUCTION;
  const { name, schema, strict, ...others } = isObject(format['json_schema']) ? format['json_schema'] : {};
  if (format['type'] !== 'json_schema' || !isObject(schema))
    return notes.refuse('response_format', 'response_format must be text, json_object, or json_schema with a schema');
  notes.dropOthers(others, JSON_SCHEMA, {}, 'response_format.json_schema.');
  if (name !== FORMAT_NAME) notes.drop('response_format.json_schema.name');
  const held = schemaForMessages(schema);
  if (held) return { type: 'json_schema', schema: held };
  if (strict === true)
    return notes.refuse(
      'response_format.json_schema.schema',
      'This model cannot be held to this schema: objects need names, and every value a type',
    );
  return `${JSON_INSTRUCTION} It must fit this JSON schema: ${JSON.stringify(schema)}`;
}

import { takesReasoning, takesSampling } from '../../fitting/target-traits.js';
import type { WireRefusal } from '../../common/refusal.js';
import { CHAT_NAME_CHARS } from '../../common/tool-names.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { TranslationNotes, present, type TranslatedRequest, type TranslationTarget } from '../translation.js';
import { chatOfResponses } from './input.js';
import { toolNamesOfResponses, toolsOfResponses } from './tools.js';

const REFUSED = {
  previous_response_id: 'previous_response_id is not supported for this model: send the whole conversation as input',
  conversation: 'conversation is not supported for this model: send the whole conversation as input',
  prompt: 'prompt is not supported for this model: prompts stand at another provider',
  context_management: 'The provider of this model does not manage the context',
} as const;

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['model', 'input', 'instructions', 'stream', 'stream_options', 'max_output_tokens', 'temperature', 'top_p', 'tools', 'tool_choice'],
  ...['parallel_tool_calls', 'text', 'reasoning', 'background', 'max_tool_calls'],
  // Done or told here: whether the answer is kept, and what is only told again in the response.
  ...['store', 'metadata'],
]);
const UNDERSTOOD_FORMAT: ReadonlySet<string> = new Set(['type', 'name', 'schema', 'strict', 'description']);
/** Values that ask for nothing: leaving them out changes no answer. */
const NEUTRAL = { truncation: ['disabled'], service_tier: ['auto', 'default'], top_logprobs: [0] } as const;

/** A body of Responses as one of Chat Completions. The body has passed `readResponsesRequest`. */
export function responsesToChat(
  body: JsonObject,
  target: TranslationTarget,
  names = toolNamesOfResponses(body, CHAT_NAME_CHARS),
  upstream: 'chat' | 'messages' = 'chat',
): TranslatedRequest | WireRefusal {
  const notes = new TranslationNotes();
  notes.refuseFields(body, REFUSED);
  if (body['background'] === true) notes.refuse('background', 'background must be false for this model');
  const { text, reasoning, stream } = body;
  if (isObject(text)) notes.dropOthers(text, new Set(['format']), {}, 'text.');
  if (isObject(reasoning)) notes.dropOthers(reasoning, new Set(['effort']), { mode: ['standard'], context: ['auto'] }, 'reasoning.');
  notes.dropOthers(body, UNDERSTOOD, NEUTRAL);
  return notes.result(
    present({
      model: target.model,
      max_completion_tokens: target.outputLimit,
      messages: chatOfResponses(body, { model: target.model, upstream, names, notes }),
      ...toolsOfResponses(body, names, notes, upstream),
      temperature: samplingOf('temperature', body, target, notes),
      top_p: samplingOf('top_p', body, target, notes),
      reasoning_effort: effortOf(isObject(reasoning) ? reasoning['effort'] : undefined, target, notes),
      response_format: isObject(text) ? formatOf(text['format'], notes) : undefined,
      ...(stream === true ? { stream: true, stream_options: { include_usage: true } } : {}),
    }),
  );
}

function samplingOf(field: string, body: JsonObject, target: TranslationTarget, notes: TranslationNotes): unknown {
  if (body[field] == null || takesSampling(target.traits)) return body[field] ?? undefined;
  notes.drop(field);
  return undefined;
}

function effortOf(effort: unknown, target: TranslationTarget, notes: TranslationNotes): unknown {
  if (effort == null || takesReasoning(target.traits)) return effort ?? undefined;
  if (effort !== 'none') notes.drop('reasoning.effort');
  return undefined;
}

function formatOf(format: unknown, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(format) || format['type'] === 'text') return undefined;
  if (format['type'] === 'json_object') return { type: 'json_object' };
  const { name, schema, strict, description } = format;
  notes.dropOthers(format, UNDERSTOOD_FORMAT, {}, 'text.format.');
  if (format['type'] !== 'json_schema' || !isObject(schema))
    return notes.refuse('text.format', 'text.format must be text, json_object, or json_schema with a schema');
  const fields = present({ name, schema, strict: strict ?? undefined, description: description ?? undefined });
  return { type: 'json_schema', json_schema: fields };
}

import { takesReasoning, takesSampling } from '../../fitting/target-traits.js';
import type { WireRefusal } from '../../common/refusal.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { FORMAT_NAME, isStrictSchema } from '../json-schema.js';
import { effortOfMessages } from '../reasoning-effort.js';
import { TranslationNotes, present, type TranslatedRequest, type TranslationTarget } from '../translation.js';
import { chatOfMessages } from './conversation.js';
import { toolNamesOfMessages, toolsOfMessages } from './tools.js';

const REFUSED = {
  container: 'The provider of this model has no containers',
  mcp_servers: 'The provider of this model calls no MCP servers',
  fallbacks: 'The gateway chooses the models that may answer; name one in model',
  thread: 'The provider of this model keeps no threads',
  compaction: 'The provider of this model compacts nothing',
} as const;

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'system', 'stream', 'max_tokens', 'stop_sequences', 'temperature', 'top_p', 'tools', 'tool_choice'],
  ...['output_config', 'output_format', 'thinking', 'metadata', 'context_management'],
]);
const NONE: ReadonlySet<string> = new Set();
const UNDERSTOOD_OUTPUT: ReadonlySet<string> = new Set(['effort', 'format']);
const UNDERSTOOD_THINKING: ReadonlySet<string> = new Set(['type', 'budget_tokens']);
const UNDERSTOOD_FORMAT: ReadonlySet<string> = new Set(['type', 'schema']);
/** Values that ask for nothing: leaving them out changes no answer. */
const NEUTRAL = { service_tier: ['auto', 'standard_only'], speed: ['standard'], inference_geo: ['global'] } as const;

/** The most that Chat Completions takes. Source: OpenAI, "Create chat completion", stop. */
const STOPS = 4;

/** A body of Messages as one of Chat Completions. The body has passed `readMessagesRequest`. */
export function messagesToChat(body: JsonObject, target: TranslationTarget): TranslatedRequest | WireRefusal {
  const notes = new TranslationNotes();
  notes.refuseFields(body, REFUSED);
  if (target.outputLimit === 0)
    notes.refuse('max_tokens', 'max_tokens must be above zero: the provider of this model has no cache to warm');
  const { output_config: config, stream } = body;
  if (isObject(config)) notes.dropOthers(config, UNDERSTOOD_OUTPUT, {}, 'output_config.');
  if (isObject(body['metadata'])) notes.dropOthers(body['metadata'], NONE, {}, 'metadata.');
  if (isObject(body['thinking'])) notes.dropOthers(body['thinking'], UNDERSTOOD_THINKING, {}, 'thinking.');
  const format = isObject(config) ? (config['format'] ?? body['output_format']) : body['output_format'];
  noteContextManagement(body['context_management'], notes);
  notes.dropOthers(body, UNDERSTOOD, NEUTRAL);
  const names = toolNamesOfMessages(body);
  return notes.result(
    present({
      model: target.model,
      max_completion_tokens: target.outputLimit,
      messages: chatOfMessages(body, { model: target.model, names, notes }),
      ...toolsOfMessages(body, names, notes),
      temperature: samplingOf('temperature', body, target, notes),
      top_p: samplingOf('top_p', body, target, notes),
      stop: stopsOf(body['stop_sequences'], notes),
      reasoning_effort: effortOf(body, target, notes),
      response_format: formatOf(format, notes),
      ...(stream === true ? { stream: true, stream_options: { include_usage: true } } : {}),
    }),
  );
}

/** Clearing thinking of earlier turns saves tokens and changes no answer that a provider of this protocol gives; every other edit changes what the model is shown. */
function noteContextManagement(management: unknown, notes: TranslationNotes): void {
  if (management == null) return;
  const edits: unknown[] = isObject(management) && Array.isArray(management['edits']) ? management['edits'] : [];
  const other = edits.findIndex((edit) => !isObject(edit) || !String(edit['type']).startsWith('clear_thinking_'));
  if (other < 0) notes.drop('context_management');
  else notes.refuse(`context_management.edits[${other}].type`, 'The provider of this model does not manage the context');
}

function samplingOf(field: string, body: JsonObject, target: TranslationTarget, notes: TranslationNotes): number | undefined {
  const value = body[field];
  if (typeof value !== 'number') return undefined;
  if (takesSampling(target.traits)) return value;
  notes.drop(field);
  return undefined;
}

function stopsOf(stops: unknown, notes: TranslationNotes): unknown[] | undefined {
  if (!Array.isArray(stops) || stops.length === 0) return undefined;
  if (stops.length > STOPS) notes.refuse('stop_sequences', `stop_sequences must be ${STOPS} at most for this model`);
  return stops as unknown[];
}

function effortOf(body: JsonObject, target: TranslationTarget, notes: TranslationNotes): string | undefined {
  const effort = effortOfMessages(body);
  if (takesReasoning(target.traits)) return effort;
  // A model that never reasons does as it is told where thinking is switched off.
  if (effort !== undefined && effort !== 'none')
    notes.drop(isObject(body['output_config']) && body['output_config']['effort'] != null ? 'output_config.effort' : 'thinking');
  return undefined;
}

/** Strict where the schema is what that asks for, and not where it is not: Messages has one kind only. */
function formatOf(format: unknown, notes: TranslationNotes): JsonObject | undefined {
  if (format == null) return undefined;
  if (!isObject(format) || format['type'] !== 'json_schema' || !isObject(format['schema']))
    return notes.refuse('output_config.format', 'output_config.format must be a json_schema with a schema');
  notes.dropOthers(format, UNDERSTOOD_FORMAT, {}, 'output_config.format.');
  const { schema } = format;
  return { type: 'json_schema', json_schema: { name: FORMAT_NAME, schema, strict: isStrictSchema(schema) } };
}

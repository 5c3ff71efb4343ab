import { isSealed } from '../common/carried.js';
import { refuse, type WireRefusal } from '../common/refusal.js';
import { toolIdGrowth } from '../common/tool-ids.js';
import { countImage, type WireInput } from '../common/wire-input.js';
import { isObject, type JsonObject } from '../json/object.js';
import { checkClientTools } from './tools.js';

/** Walks `input` of Responses once, as `chat/input.ts` does for Chat Completions. */
export function readResponsesInput(value: unknown, input: WireInput): WireRefusal | undefined {
  if (value == null || typeof value === 'string') return undefined;
  if (!Array.isArray(value)) return refuse('input', 'input must be a string or an array of items');
  for (let index = 0; index < value.length; index += 1) {
    const refusal = readItem(value[index], `input[${index}]`, input);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Items whose bytes bound what they cost: what the model said and called before, encrypted or not. */
const TEXT_ITEMS: ReadonlySet<string> = new Set([
  'function_call',
  'custom_tool_call',
  'compaction',
  'local_shell_call',
  'local_shell_call_output',
  'shell_call',
  'shell_call_output',
  'apply_patch_call',
  'apply_patch_call_output',
  'computer_call',
]);

function readItem(item: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(item)) return refuse(path, `${path} must be an object`);
  const type = item['type'] ?? (typeof item['id'] === 'string' && item['role'] == null ? 'item_reference' : 'message');
  if (typeof type !== 'string') return refuse(`${path}.type`, `${path}.type must be a string`);
  input.addedBytes += toolIdGrowth(item['call_id']);
  switch (type) {
    case 'message':
      if (typeof item['role'] !== 'string') return refuse(`${path}.role`, `${path}.role must be a string`);
      return readParts(item['content'], `${path}.content`, input);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return readParts(item['output'], `${path}.output`, input);
    case 'reasoning':
      input.hasSealed ||= isSealed(item['encrypted_content']);
      return undefined;
    case 'computer_call_output':
      return readParts([item['output']], `${path}.output`, input);
    // Tools that are there from here on. Source: the SDK's `ResponseInputItem`.
    case 'additional_tools':
    case 'tool_search_output':
      return checkClientTools(item['tools'], `${path}.tools`);
    case 'compaction_trigger':
      return refuse(`${path}.type`, 'Compaction at the provider is charged beside the answer, which this gateway does not cover');
    case 'item_reference':
      return typeof item['id'] === 'string' ? undefined : refuse(`${path}.id`, `${path}.id must be a string`);
    default:
      if (!TEXT_ITEMS.has(type)) input.needsContextWindow = true;
      return undefined;
  }
}

function readParts(parts: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (typeof parts === 'string') return undefined;
  if (!Array.isArray(parts)) return refuse(path, `${path} must be a string or an array of parts`);
  for (let index = 0; index < parts.length; index += 1) {
    const refusal = readPart(parts[index], `${path}[${index}]`, input);
    if (refusal) return refusal;
  }
  return undefined;
}

function readPart(part: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(part)) return refuse(path, `${path} must be an object`);
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
    case 'summary_text':
      return typeof part['text'] === 'string' ? undefined : refuse(`${path}.text`, `${path}.text must be a string`);
    case 'refusal':
      return typeof part['refusal'] === 'string' ? undefined : refuse(`${path}.refusal`, `${path}.refusal must be a string`);
    case 'input_image':
    case 'computer_screenshot':
      return readImage(part, path, input);
    case 'input_audio':
      return refuse(`${path}.type`, 'Audio is taken by /v1/chat/completions only');
    default:
      if (typeof part['type'] !== 'string') return refuse(`${path}.type`, `${path}.type must be a string`);
      input.needsContextWindow = true;
      return undefined;
  }
}

function readImage(part: JsonObject, path: string, input: WireInput): WireRefusal | undefined {
  const { image_url: url, file_id: file } = part;
  if (typeof file === 'string') {
    input.images += 1;
    return undefined;
  }
  if (typeof url !== 'string') return refuse(`${path}.image_url`, `${path}.image_url must be a string`);
  countImage(url, input);
  return undefined;
}

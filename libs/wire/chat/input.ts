import { refuse, type WireRefusal } from '../common/refusal.js';
import { toolIdGrowth } from '../common/tool-ids.js';
import { countImage, type WireInput } from '../common/wire-input.js';
import { isObject, type JsonObject } from '../json/object.js';

/** Walks messages and their parts once, checks what metering must understand and counts what text bytes do not bound. */
export function readMessages(messages: unknown, input: WireInput): WireRefusal | undefined {
  if (messages === undefined) return refuse('messages', 'messages is required');
  if (!Array.isArray(messages)) return refuse('messages', 'messages must be an array');
  if (messages.length === 0) return refuse('messages', 'messages must not be empty');
  for (let index = 0; index < messages.length; index += 1) {
    const refusal = readMessage(messages[index], `messages[${index}]`, input);
    if (refusal) return refusal;
  }
  return undefined;
}

function readMessage(message: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(message)) return refuse(path, `${path} must be an object`);
  if (typeof message['role'] !== 'string' || message['role'] === '') return refuse(`${path}.role`, `${path}.role must be a string`);
  if (message['audio'] != null)
    return refuse(
      `${path}.audio`,
      'Audio of an earlier answer is kept at a provider, which this gateway does not pass on: send its transcript instead',
    );
  const { content, tool_call_id: answered, tool_calls: calls } = message;
  input.addedBytes += toolIdGrowth(answered);
  if (Array.isArray(calls)) for (const call of calls) input.addedBytes += isObject(call) ? toolIdGrowth(call['id']) : 0;
  if (content == null || typeof content === 'string') return undefined;
  if (!Array.isArray(content)) return refuse(`${path}.content`, `${path}.content must be a string, an array of parts or null`);
  for (let index = 0; index < content.length; index += 1) {
    const refusal = readPart(content[index], `${path}.content[${index}]`, input);
    if (refusal) return refusal;
  }
  return undefined;
}

function readPart(part: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(part)) return refuse(path, `${path} must be an object`);
  switch (part['type']) {
    case 'text':
      return typeof part['text'] === 'string' ? undefined : refuse(`${path}.text`, `${path}.text must be a string`);
    case 'refusal':
      return typeof part['refusal'] === 'string' ? undefined : refuse(`${path}.refusal`, `${path}.refusal must be a string`);
    case 'image_url':
      return readImage(part, path, input);
    case 'input_audio':
      input.needsPrices.push({ component: 'input_audio', field: `${path}.type` });
      input.needsContextWindow = true;
      return undefined;
    case 'file':
      input.needsContextWindow = true;
      return undefined;
    default:
      if (typeof part['type'] !== 'string') return refuse(`${path}.type`, `${path}.type must be a string`);
      input.needsContextWindow = true;
      return undefined;
  }
}

function readImage(part: JsonObject, path: string, input: WireInput): WireRefusal | undefined {
  const image = part['image_url'];
  const url = isObject(image) ? image['url'] : undefined;
  if (typeof url !== 'string') return refuse(`${path}.image_url.url`, `${path}.image_url.url must be a string`);
  if (url.startsWith('data:') && !url.startsWith('data:image/')) {
    input.needsContextWindow = true;
    return undefined;
  }
  countImage(url, input);
  return undefined;
}

import { KeptIds } from '../common/kept-ids.js';
import { answerOf, parseAnswer, type WireResponse } from '../common/wire-response.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readMessagesUsage } from './usage.js';

/** A plain answer of Messages, read for metering. An error under status 200 has `type: "error"`. */
export function readMessagesResponse(bytes: Buffer): WireResponse | undefined {
  const body = parseAnswer(bytes);
  if (!body) return undefined;
  const read = readMessagesUsage(body['usage']);
  const reason = body['stop_reason'];
  const kept = new KeptIds();
  kept.message(body);
  return answerOf(body, {
    usage: read.usage,
    texts: () => [messagesText(body['content'])],
    finishReasons: typeof reason === 'string' ? [reason] : [],
    serviceTier: read.serviceTier,
    unpriced: read.unpriced,
    keptIds: kept.all,
  });
}

/** All text of an answer that a tokenizer would see: text, thinking, and calls with their input. */
export function messagesText(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content.filter(isObject).map(blockText).join('');
}

function blockText(block: JsonObject): string {
  const text = block['text'] ?? block['thinking'];
  if (typeof text === 'string') return text;
  return block['type'] === 'tool_use' ? `${String(block['name'])}${JSON.stringify(block['input'] ?? {})}` : '';
}

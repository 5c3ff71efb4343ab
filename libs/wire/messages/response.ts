import { UnknownContent } from '../meaning/content-types.js';
import { MESSAGES_ENDS, endingOf, isToldEnd, withUnknown } from '../meaning/endings.js';
import { KeptIds } from '../common/kept-ids.js';
import { failedBy } from '../common/upstream-error.js';
import { answerOf, parseAnswer, type WireResponse } from '../common/wire-response.js';
import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readMessagesUsage } from './usage.js';

/** A plain answer of Messages, read for metering. An error under status 200 has `type: "error"`. */
export function readMessagesResponse(bytes: Buffer): WireResponse | undefined {
  // The input of a call may have to be written again.
  const body = parseAnswer(bytes, parseExactly);
  if (!body) return undefined;
  const read = readMessagesUsage(body['usage']);
  const { stop_reason: reason, content } = body;
  const unknown = new UnknownContent();
  unknown.message(body);
  const ending = withUnknown(endingOf(MESSAGES_ENDS, [reason]), unknown.names);
  const kept = new KeptIds();
  kept.message(body);
  const answer = answerOf(body, {
    told: read.told,
    texts: () => [messagesText(content)],
    ending,
    isEmpty: !isToldEnd(reason) && !(Array.isArray(content) && content.length > 0),
    serviceTier: read.serviceTier,
    unpriced: read.unpriced,
    keptIds: kept.all,
  });
  return ending.kind === 'failed' && !answer.error ? { ...answer, error: failedBy('stop_reason', reason) } : answer;
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

import { answerOf, parseAnswer, type WireResponse } from '../common/wire-response.js';
import { isObject, type JsonObject } from '../json/object.js';
import { audioChars } from './audio.js';
import { chatText } from './text.js';
import { readChatUsage } from './usage.js';

export type ChatResponse = WireResponse;

/** A plain answer of Chat Completions, or of the older Completions, whose choices have `text`. */
export function readChatResponse(bytes: Buffer): ChatResponse | undefined {
  const body = parseAnswer(bytes);
  if (!body) return undefined;
  const choices = (Array.isArray(body['choices']) ? body['choices'] : []).filter(isObject);
  return answerOf(body, {
    usage: readChatUsage(body['usage']),
    texts: () => choices.map((choice) => (typeof choice['text'] === 'string' ? choice['text'] : chatText(choice['message']))),
    audioChars: () => choices.reduce((sum, { message }) => sum + (isObject(message) ? audioChars(message['audio']) : 0), 0),
    finishReasons: choices.map(({ finish_reason: reason }: JsonObject) => (typeof reason === 'string' ? reason : null)),
  });
}

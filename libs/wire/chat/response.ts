import { UnknownContent } from '../meaning/content-types.js';
import { CHAT_ENDS, endingOf, withUnknown } from '../meaning/endings.js';
import { NOTHING_TOLD, laterUsage, openaiUsage, type ToldUsage } from '../common/told-usage.js';
import { failedBy, readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import { answerOf, parseAnswer, type WireResponse } from '../common/wire-response.js';
import { isObject, type JsonObject } from '../json/object.js';
import { audioChars } from './audio.js';
import { chatText } from './text.js';

export type ChatResponse = WireResponse;

/** A plain answer of Chat Completions, or of the older Completions, whose choices have `text`. */
export function readChatResponse(bytes: Buffer): ChatResponse | undefined {
  const body = parseAnswer(bytes);
  if (!body) return undefined;
  const choices = (Array.isArray(body['choices']) ? body['choices'] : []).filter(isObject);
  const unknown = new UnknownContent();
  for (const { message } of choices) unknown.chatMessage(message);
  const reasons = choices.map(({ finish_reason: reason }) => reason);
  const ending = withUnknown(endingOf(CHAT_ENDS, reasons), unknown.names);
  const failure = failureIn(choices, ending.kind === 'failed' ? ending.told : undefined);
  const answer = answerOf(body, {
    told: toldIn(body, choices),
    texts: () => choices.map((choice) => (typeof choice['text'] === 'string' ? choice['text'] : chatText(choice['message']))),
    audioChars: () => choices.reduce((sum, { message }) => sum + (isObject(message) ? audioChars(message['audio']) : 0), 0),
    ending,
    isEmpty: choices.length === 0,
  });
  return failure && !answer.error ? { ...answer, ending: { ...ending, kind: 'failed' }, error: failure } : answer;
}

/** One choice that failed makes the answer a failure: OpenRouter says so in the choice, others in its reason alone. */
function failureIn(choices: readonly JsonObject[], word: string | undefined): UpstreamError | undefined {
  const failed = choices.find(({ error }) => error != null);
  if (failed) return readUpstreamError(failed['error']);
  return word === undefined ? undefined : failedBy('finish_reason', word);
}

/** Moonshot may tell it in a choice, Groq in a member of its own. */
function toldIn({ usage, x_groq: groq }: JsonObject, choices: readonly JsonObject[]): ToldUsage {
  let told = usage == null ? NOTHING_TOLD : openaiUsage(usage);
  for (const choice of choices) if (choice['usage'] != null) told = laterUsage(told, openaiUsage(choice['usage']));
  return isObject(groq) && groq['usage'] != null ? laterUsage(told, openaiUsage(groq['usage'])) : told;
}

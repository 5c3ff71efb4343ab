import { UnknownContent } from '../meaning/content-types.js';
import { isToldEnd, withUnknown } from '../meaning/endings.js';
import { KeptIds } from '../common/kept-ids.js';
import { NOTHING_TOLD, openaiUsage } from '../common/told-usage.js';
import { answerOf, parseAnswer, type WireResponse } from '../common/wire-response.js';
import { isObject, type JsonObject } from '../json/object.js';
import { endingOfStatus } from './finish.js';

/** A plain answer of Responses, read for metering. Its status is its finish reason, and one that failed has its usage too. */
export function readResponsesResponse(bytes: Buffer): WireResponse | undefined {
  const body = parseAnswer(bytes);
  if (!body) return undefined;
  const { status } = body;
  const kept = new KeptIds();
  kept.response(body);
  const unknown = new UnknownContent();
  unknown.items(body['output']);
  const answer = answerOf(body, {
    told: body['usage'] == null ? NOTHING_TOLD : openaiUsage(body['usage']),
    texts: () => [responsesText(body['output'])],
    keptIds: kept.all,
    ending: withUnknown(endingOfStatus(status, body), unknown.names),
    isEmpty: !isToldEnd(status) && !(Array.isArray(body['output']) && body['output'].length > 0),
  });
  return answer.error ? { ...answer, ending: { ...answer.ending, kind: 'failed' } } : answer;
}

/** All text of the output items that a tokenizer would see: messages, calls, reasoning. */
export function responsesText(output: unknown): string {
  if (!Array.isArray(output)) return '';
  return output.filter(isObject).map(itemText).join('');
}

function itemText(item: JsonObject): string {
  const parts = [item['content'], item['summary']].flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  const texts = parts.filter(isObject).map((part) => part['text'] ?? part['refusal']);
  return [item['name'], item['arguments'] ?? item['input'], ...texts].filter((text) => typeof text === 'string').join('');
}

import { KeptIds } from '../common/kept-ids.js';
import { answerOf, parseAnswer, type WireResponse } from '../common/wire-response.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readResponsesUsage } from './usage.js';

/** A plain answer of Responses, read for metering. Its status is its finish reason, and one that failed has its usage too. */
export function readResponsesResponse(bytes: Buffer): WireResponse | undefined {
  const body = parseAnswer(bytes);
  if (!body) return undefined;
  const { status } = body;
  const kept = new KeptIds();
  kept.response(body);
  return answerOf(body, {
    usage: readResponsesUsage(body['usage']),
    texts: () => [responsesText(body['output'])],
    keptIds: kept.all,
    finishReasons: typeof status === 'string' ? [status, ...incompleteReason(body)] : [],
  });
}

/** Why a response is not complete: `max_output_tokens`, `content_filter`. */
export function incompleteReason({ incomplete_details: details }: JsonObject): readonly string[] {
  return isObject(details) && typeof details['reason'] === 'string' ? [details['reason']] : [];
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

import { sseFrame } from '../answer/stream-writer.js';
import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { Gatherer } from '../sse/gathered.js';
import { ResponsesStreamFacts } from './stream.facts.js';

const TERMINAL: ReadonlySet<unknown> = new Set(['completed', 'incomplete', 'failed', 'cancelled']);

/** A plain response as the events of a stream; only those that the SDK knows, since it throws on any other. */
export function responsesFrames(body: JsonObject): string {
  let sequence = 0;
  const event = (type: string, more: object): string => {
    const frame = sseFrame(type, { type, sequence_number: sequence, ...more });
    sequence += 1;
    return frame;
  };
  const begun = { ...body, status: 'in_progress', output: [], usage: null, error: null, incomplete_details: null };
  const items = (Array.isArray(body['output']) ? body['output'] : []).filter(isObject);
  const frames = [event('response.created', { response: begun }), event('response.in_progress', { response: begun })];
  for (const [index, item] of items.entries()) frames.push(...itemFrames(item, index, event));
  const { status } = body;
  frames.push(event(`response.${TERMINAL.has(status) ? String(status) : 'incomplete'}`, { response: body }));
  return frames.join('');
}

function itemFrames(item: JsonObject, index: number, event: (type: string, more: object) => string): string[] {
  const at = { item_id: item['id'], output_index: index };
  const parts = item['type'] === 'message' && Array.isArray(item['content']) ? item['content'].filter(isObject) : [];
  const isCall = item['type'] === 'function_call' && typeof item['arguments'] === 'string';
  const begun = { ...item, ...(parts.length > 0 ? { content: [] } : {}), ...(isCall ? { arguments: '' } : {}) };
  const called = { arguments: item['arguments'], name: item['name'] };
  return [
    event('response.output_item.added', { output_index: index, item: begun }),
    ...parts.flatMap((part, content) => partFrames(part, { ...at, content_index: content }, event)),
    ...(isCall ? [event('response.function_call_arguments.delta', { ...at, delta: item['arguments'] })] : []),
    ...(isCall ? [event('response.function_call_arguments.done', { ...at, ...called })] : []),
    event('response.output_item.done', { output_index: index, item }),
  ];
}

function partFrames(part: JsonObject, at: object, event: (type: string, more: object) => string): string[] {
  const { type, text, refusal } = part;
  const added = event('response.content_part.added', {
    ...at,
    part: { ...part, ...(type === 'refusal' ? { refusal: '' } : { text: '' }) },
  });
  const done = (): string => event('response.content_part.done', { ...at, part });
  if (type === 'refusal')
    return [added, event('response.refusal.delta', { ...at, delta: refusal }), event('response.refusal.done', { ...at, refusal }), done()];
  if (type !== 'output_text') return [added, done()];
  const logprobs = part['logprobs'] ?? [];
  const delta = event('response.output_text.delta', { ...at, delta: text, logprobs });
  return [added, delta, event('response.output_text.done', { ...at, text, logprobs }), done()];
}

/** Its terminal event has all of it. */
export class ResponsesGatherer implements Gatherer {
  readonly facts = new ResponsesStreamFacts();
  private response: JsonObject | undefined;

  read(fields: SseFields): void {
    const event = this.facts.read(fields);
    if (!event || this.facts.state !== 'done') return;
    const { response } = parseExactly(fields.data!) as JsonObject;
    if (isObject(response)) this.response = response;
  }

  whole(): JsonObject | undefined {
    return this.response;
  }
}

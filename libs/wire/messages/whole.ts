import { sseFrame } from '../answer/stream-writer.js';
import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { Gatherer } from '../sse/gathered.js';
import { MessagesStreamFacts } from './stream.facts.js';

const frame = (event: { readonly type: string } & JsonObject): string => sseFrame(event.type, event);

/** A plain message as the events of a stream. */
export function messagesFrames(body: JsonObject): string {
  const { content, stop_reason: reason = null, stop_sequence: sequence = null, usage, ...head } = body;
  const begun = { ...head, content: [], stop_reason: null, stop_sequence: null };
  const first = isObject(usage) ? { usage: { ...usage, output_tokens: 0 } } : {};
  const blocks = (Array.isArray(content) ? content : []).filter(isObject);
  const ended = { stop_reason: reason, stop_sequence: sequence };
  return [
    frame({ type: 'message_start', message: { ...begun, ...first } }),
    ...blocks.map(blockFrames),
    frame({ type: 'message_delta', delta: ended, ...(isObject(usage) ? { usage } : {}) }),
    frame({ type: 'message_stop' }),
  ].join('');
}

function blockFrames(block: JsonObject, index: number): string {
  const { start, deltas } = apart(block);
  return [
    frame({ type: 'content_block_start', index, content_block: start }),
    ...deltas.map((delta) => frame({ type: 'content_block_delta', index, delta })),
    frame({ type: 'content_block_stop', index }),
  ].join('');
}

/** A block as it begins, and what follows; one of a kind that has no deltas begins whole. */
function apart(block: JsonObject): { readonly start: JsonObject; readonly deltas: readonly JsonObject[] } {
  const { type, text, thinking, signature, input, citations, ...rest } = block;
  switch (type) {
    case 'text': {
      const cited = Array.isArray(citations) ? citations.map((citation: unknown) => ({ type: 'citations_delta', citation })) : [];
      return { start: { ...rest, type, text: '' }, deltas: [{ type: 'text_delta', text: text ?? '' }, ...cited] };
    }
    case 'thinking': {
      const signed = signature == null ? [] : [{ type: 'signature_delta', signature }];
      return {
        start: { ...rest, type, thinking: '', signature: '' },
        deltas: [{ type: 'thinking_delta', thinking: thinking ?? '' }, ...signed],
      };
    }
    case 'tool_use':
      return { start: { ...rest, type, input: {} }, deltas: [{ type: 'input_json_delta', partial_json: JSON.stringify(input ?? {}) }] };
    default:
      return { start: block, deltas: [] };
  }
}

/** Events put together as the SDK's `MessageStream` does it. */
export class MessagesGatherer implements Gatherer {
  readonly facts = new MessagesStreamFacts();
  private message: Record<string, unknown> | undefined;
  private readonly blocks = new Map<unknown, Record<string, unknown>>();
  private readonly inputs = new Map<unknown, string>();

  read(fields: SseFields): void {
    const event = this.facts.read(fields);
    if (!event || this.facts.state === 'failed') return;
    const { message, content_block: block, index, delta, usage } = event;
    switch (event['type']) {
      case 'message_start':
        if (isObject(message)) this.message = { ...message };
        break;
      case 'content_block_start':
        if (isObject(block)) this.blocks.set(index, { ...block });
        break;
      case 'content_block_delta':
        if (isObject(delta)) this.readDelta(index, delta);
        break;
      case 'message_delta':
        if (this.message)
          Object.assign(this.message, delta, isObject(usage) && { usage: { ...(this.message['usage'] as object), ...told(usage) } });
    }
  }

  whole(): JsonObject | undefined {
    if (!this.message) return undefined;
    const content: JsonObject[] = [];
    for (const [index, block] of this.blocks) {
      const json = this.inputs.get(index);
      if (json === undefined || json.trim() === '') content.push(block);
      else {
        const input = inputIn(json);
        // A call must not reach its tool with what the model did not say.
        if (input === undefined) return undefined;
        content.push({ ...block, input });
      }
    }
    return { ...this.message, content };
  }

  private readDelta(index: unknown, { type, text, thinking, signature, partial_json: json, citation }: JsonObject): void {
    const block = this.blocks.get(index);
    if (!block) return;
    const append = (name: string, value: unknown): void => {
      if (typeof value === 'string') block[name] = (typeof block[name] === 'string' ? block[name] : '') + value;
    };
    append('text', text);
    append('thinking', thinking);
    if (typeof signature === 'string') block['signature'] = signature;
    if (typeof json === 'string') this.inputs.set(index, (this.inputs.get(index) ?? '') + json);
    if (type === 'citations_delta')
      block['citations'] = [...(Array.isArray(block['citations']) ? (block['citations'] as unknown[]) : []), citation];
  }
}

/** Null and missing leave what was told before. */
const told = (usage: JsonObject): JsonObject => Object.fromEntries(Object.entries(usage).filter(([, value]) => value != null));

function inputIn(json: string): unknown {
  try {
    return parseExactly(json);
  } catch {
    return undefined;
  }
}

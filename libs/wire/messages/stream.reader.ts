import { bareId, type AnswerEnd, type AnswerEvent, type OpenedBlock } from '../answer/answer.js';
import type { StreamReader } from '../answer/stream-reader.js';
import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import type { InputUsage, Usage } from '../common/usage.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamState } from '../sse/stream-relay.js';
import { isErrorEvent, parseEvent } from '../sse/upstream-frames.js';
import { finishOfMessages } from './finish.js';
import { MessagesUsage } from './usage.js';

/** Events of Messages, up to `message_stop`. Its blocks follow one another already. */
export class MessagesStreamReader implements StreamReader {
  state: StreamState = 'open';
  error: UpstreamError | undefined;
  private readonly told = new MessagesUsage();
  private stopReason: string | undefined;
  private stopSequence: string | null = null;
  /** False within a block that has no place in another dialect. */
  private isOpen = false;

  get usage(): Usage | undefined {
    return this.told.usage;
  }

  get inputTold(): InputUsage | undefined {
    return this.told.input;
  }

  get unpriced(): readonly string[] {
    return this.told.unpriced;
  }

  get serviceTier(): string | undefined {
    return this.told.serviceTier;
  }

  get finishReasons(): readonly string[] {
    return this.stopReason === undefined ? [] : [this.stopReason];
  }

  get answerEnd(): AnswerEnd {
    return { finish: finishOfMessages(this.stopReason), stopSequence: this.stopSequence };
  }

  read({ event: name, data }: SseFields): AnswerEvent[] {
    const event = parseEvent(data);
    if (!event) return [];
    if (isErrorEvent(name, event)) {
      this.state = 'failed';
      this.error = readUpstreamError(event['error'] ?? event['message']);
      return [];
    }
    const { message, content_block: block, delta } = event;
    switch (event['type']) {
      case 'message_start':
        return isObject(message) ? this.start(message) : [];
      case 'content_block_start':
        return isObject(block) ? this.open(block) : [];
      case 'content_block_delta':
        return isObject(delta) ? this.delta(delta['text'] ?? delta['thinking'] ?? delta['partial_json']) : [];
      case 'content_block_stop':
        return this.close();
      case 'message_delta':
        this.told.update(event['usage']);
        if (isObject(delta)) this.stop(delta);
        return [];
      case 'message_stop':
        this.state = 'done';
        return this.close();
      default:
        return [];
    }
  }

  private start({ id, model, usage }: JsonObject): AnswerEvent[] {
    this.told.begin(usage);
    return [{ type: 'start', id: bareId(id), model: asText(model) ?? '', createdAt: undefined, input: this.told.input }];
  }

  private open(block: JsonObject): AnswerEvent[] {
    const opened = openedOf(block);
    if (!opened) return this.close();
    const events = [...this.close(), { type: 'open' as const, block: opened }];
    this.isOpen = true;
    const { text, thinking, input } = block;
    const whole = isObject(input) && Object.keys(input).length > 0 ? JSON.stringify(input) : undefined;
    return [...events, ...this.delta(text ?? thinking ?? whole)];
  }

  private delta(text: unknown): AnswerEvent[] {
    return this.isOpen && typeof text === 'string' && text !== '' ? [{ type: 'delta', text }] : [];
  }

  private close(): AnswerEvent[] {
    const events: AnswerEvent[] = this.isOpen ? [{ type: 'close' }] : [];
    this.isOpen = false;
    return events;
  }

  private stop({ stop_reason: reason, stop_sequence: sequence }: JsonObject): void {
    if (typeof reason === 'string') this.stopReason = reason;
    if (typeof sequence === 'string') this.stopSequence = sequence;
  }
}

function openedOf({ type, id, name }: JsonObject): OpenedBlock | undefined {
  if (type === 'text') return { kind: 'text' };
  if (type === 'thinking') return { kind: 'reasoning' };
  return type === 'tool_use' ? { kind: 'call', id: String(id), name: String(name) } : undefined;
}

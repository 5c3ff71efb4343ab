import { KeptIds } from '../common/kept-ids.js';
import type { UpstreamError } from '../common/upstream-error.js';
import type { InputUsage, Usage } from '../common/usage.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamFacts, StreamState } from '../sse/stream-facts.js';
import { parseEvent, reportedError } from '../sse/upstream-frames.js';
import { messagesText } from './response.js';
import { MessagesUsage } from './usage.js';

/** Events of Messages, up to `message_stop`. The usage is that of `message_start`, overwritten by each later one. */
export class MessagesStreamFacts implements StreamFacts {
  state: StreamState = 'open';
  readonly finishReasons: string[] = [];
  stopSequence: string | null = null;
  error: UpstreamError | undefined;
  private readonly told = new MessagesUsage();
  private readonly kept = new KeptIds();
  private received = '';
  private receivedBytes = 0;

  get usage(): Usage | undefined {
    return this.told.usage;
  }

  get inputTold(): InputUsage | undefined {
    return this.told.input;
  }

  get serviceTier(): string | undefined {
    return this.told.serviceTier;
  }

  get unpriced(): readonly string[] {
    return this.told.unpriced;
  }

  get keptIds(): readonly string[] {
    return this.kept.all;
  }

  read(fields: SseFields): JsonObject | undefined {
    const event = parseEvent(fields.data);
    const error = reportedError(fields, event);
    if (error) {
      this.state = 'failed';
      this.error = error;
      return event;
    }
    if (!event) return undefined;
    const { message, delta } = event;
    switch (event['type']) {
      case 'message_start':
        if (isObject(message)) this.begin(message);
        break;
      case 'message_delta':
        this.told.update(event['usage']);
        if (isObject(delta)) this.stop(delta);
        break;
      case 'message_stop':
        this.state = 'done';
    }
    return event;
  }

  keepText({ type, delta, content_block: block }: JsonObject): void {
    if (type === 'content_block_delta' && isObject(delta)) this.keep(deltaText(delta));
    else if (type === 'content_block_start') this.keep(blockText(block));
  }

  text(): string {
    return this.received;
  }

  get keptBytes(): number {
    return this.receivedBytes;
  }

  hasMoreTextThan(bytes: number): boolean {
    return this.receivedBytes > bytes;
  }

  audioChars(): number {
    return 0;
  }

  private keep(text: string): void {
    this.received += text;
    this.receivedBytes += Buffer.byteLength(text);
  }

  private begin(message: JsonObject): void {
    this.told.begin(message['usage']);
    this.kept.message(message);
  }

  private stop(delta: JsonObject): void {
    const { stop_reason: reason, stop_sequence: sequence } = delta;
    this.kept.message(delta);
    if (typeof reason === 'string') this.finishReasons.push(reason);
    if (typeof sequence === 'string') this.stopSequence = sequence;
  }
}

/** The input of a call follows in its deltas. */
function blockText(block: unknown): string {
  return isObject(block) && block['type'] === 'tool_use' ? String(block['name']) : messagesText([block]);
}

function deltaText({ text, thinking, partial_json: json }: JsonObject): string {
  const value = text ?? thinking ?? json;
  return typeof value === 'string' ? value : '';
}

import { UnknownContent } from '../meaning/content-types.js';
import { MESSAGES_ENDS, endWord, endingOf, isToldEnd, withUnknown, type Ending } from '../meaning/endings.js';
import { KeptIds } from '../common/kept-ids.js';
import { believable, wholeUsage, type ToldUsage } from '../common/told-usage.js';
import { failedBy, type UpstreamError } from '../common/upstream-error.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamFacts, StreamState } from '../sse/stream-facts.js';
import { parseEvent, reportedError } from '../sse/upstream-frames.js';
import { deltaText } from './delta-texts.js';
import { messagesText } from './response.js';
import { MessagesUsage } from './usage.js';

/** Events of Messages, up to `message_stop`. The usage is that of `message_start`, overwritten by each later one. */
export class MessagesStreamFacts implements StreamFacts {
  state: StreamState = 'open';
  /** Null until the message ends. */
  stopReason: unknown = null;
  stopSequence: string | null = null;
  error: UpstreamError | undefined;
  private readonly unknown = new UnknownContent();
  private readonly counted = new MessagesUsage();
  private readonly kept = new KeptIds();
  private received = '';
  private receivedBytes = 0;

  get told(): ToldUsage {
    return this.counted.told;
  }

  get ending(): Ending {
    return withUnknown(endingOf(MESSAGES_ENDS, [this.stopReason]), this.unknown.names);
  }

  /** Whether it has ended for a reason that is known. */
  get isFinished(): boolean {
    return endWord(MESSAGES_ENDS, this.stopReason) !== undefined;
  }

  get serviceTier(): string | undefined {
    return this.counted.serviceTier;
  }

  get unpriced(): readonly string[] {
    return this.counted.unpriced;
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
      case 'content_block_start':
        this.unknown.block(event['content_block']);
        break;
      case 'message_delta':
        this.counted.update(event['usage']);
        if (isObject(delta)) this.stop(delta);
        break;
      case 'message_stop':
        this.state = 'done';
    }
    return event;
  }

  endUnmarked(hasText: () => boolean, isUsual = false): void {
    if (this.ending.kind !== 'finished') return;
    if (isUsual || wholeUsage(believable(this.told, hasText))) this.state = 'done';
  }

  keepText({ type, delta, content_block: block }: JsonObject): void {
    if (type === 'content_block_delta' && isObject(delta)) this.keep(deltaText(delta));
    else if (type === 'content_block_start') this.keep(blockText(block));
  }

  /** A piece of text as it stands between the quotes of JSON. */
  keepSaid(escaped: string): void {
    if (!escaped.includes('\\')) return this.keep(escaped);
    const event = parseEvent(`{"said":"${escaped}"}`);
    if (event) this.keep(event['said'] as string);
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
    this.counted.begin(message['usage']);
    this.kept.message(message);
    this.unknown.message(message);
  }

  private stop(delta: JsonObject): void {
    const { stop_reason: reason, stop_sequence: sequence } = delta;
    this.kept.message(delta);
    if (endWord(MESSAGES_ENDS, reason) === 'failed') {
      this.state = 'failed';
      this.error = failedBy('stop_reason', reason);
    }
    if (isToldEnd(reason)) this.stopReason = reason;
    if (typeof sequence === 'string') this.stopSequence = sequence;
  }
}

/** The input of a call follows in its deltas. */
function blockText(block: unknown): string {
  return isObject(block) && block['type'] === 'tool_use' ? String(block['name']) : messagesText([block]);
}

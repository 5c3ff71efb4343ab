import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamFacts, StreamState } from '../sse/stream-facts.js';
import { parseEvent, reportedError } from '../sse/upstream-frames.js';
import { ReceivedDeltas } from './received-deltas.js';
import { readChatUsage } from './usage.js';

const NONE: readonly string[] = [];

/**
 * Chunks of Chat Completions and of the older Completions, which differ in one member: `text` instead of `delta`. Which of the choices counts is for those
 * who ask to say, and so `readChoice` and `keepText` take one each.
 */
export class ChatStreamFacts implements StreamFacts {
  state: StreamState = 'open';
  usage: Usage | undefined;
  readonly inputTold = undefined;
  serviceTier: string | undefined;
  /** Why each choice ended, by its index. */
  readonly finished = new Map<number, string>();
  error: UpstreamError | undefined;
  readonly unpriced = NONE;
  readonly keptIds = NONE;
  readonly received = new ReceivedDeltas();

  get finishReasons(): readonly string[] {
    return [...this.finished.values()];
  }

  read(fields: SseFields): JsonObject | undefined {
    const { event, data } = fields;
    if (data?.trim() === '[DONE]') {
      this.state = 'done';
      return undefined;
    }
    const chunk = parseEvent(data);
    if (!chunk) {
      this.error = reportedError(fields, undefined);
      if (this.error) this.state = 'failed';
      return undefined;
    }
    this.usage = readChatUsage(chunk['usage']) ?? this.usage;
    if (chunk['error'] != null || event === 'error') {
      this.state = 'failed';
      this.error = readUpstreamError(chunk['error'] ?? chunk['message'] ?? chunk);
    } else if (typeof chunk['service_tier'] === 'string') this.serviceTier = chunk['service_tier'];
    return chunk;
  }

  readChoice({ index, finish_reason: reason }: JsonObject): void {
    if (typeof reason === 'string') this.finished.set(Number(index ?? 0), reason);
  }

  keepText(choice: JsonObject): void {
    const delta = choice['delta'] ?? (typeof choice['text'] === 'string' ? { content: choice['text'] } : undefined);
    if (delta != null) this.received.keepParsed(delta);
  }

  text(): string {
    return this.received.text();
  }

  get keptBytes(): number {
    return this.received.keptBytes;
  }

  hasMoreTextThan(bytes: number): boolean {
    return this.received.hasMoreTextThan(bytes);
  }

  audioChars(): number {
    return this.received.audioChars();
  }
}

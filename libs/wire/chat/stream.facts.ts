import { UnknownContent } from '../meaning/content-types.js';
import { CHAT_ENDS, endWord, endingOf, isToldEnd, withUnknown, type Ending } from '../meaning/endings.js';
import { errorIn } from '../meaning/error-kinds.js';
import { NOTHING_TOLD, believable, laterUsage, openaiUsage, wholeUsage, type ToldUsage } from '../common/told-usage.js';
import { failedBy, readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamFacts, StreamState } from '../sse/stream-facts.js';
import { parseEvent, reportedError } from '../sse/upstream-frames.js';
import { ReceivedDeltas } from './received-deltas.js';

const NONE: readonly string[] = [];

/**
 * Chunks of Chat Completions and of the older Completions, which differ in one member: `text` instead of `delta`. Which of the choices counts is for those
 * who ask to say, and so `readChoice` and `keepText` take one each.
 */
export class ChatStreamFacts implements StreamFacts {
  state: StreamState = 'open';
  told: ToldUsage = NOTHING_TOLD;
  serviceTier: string | undefined;
  error: UpstreamError | undefined;
  readonly unpriced = NONE;
  readonly keptIds = NONE;
  readonly received = new ReceivedDeltas();
  /** Why each choice ended, by its index. */
  private readonly finished = new Map<number, unknown>();
  /** What else was told of their end: nothing, or what nobody knows. */
  private readonly others = new Map<number, unknown>();
  private readonly unknown = new UnknownContent();

  /** Choices that have ended for a reason that is known. */
  get choicesFinished(): number {
    return this.finished.size;
  }

  get ending(): Ending {
    const unfinished = [...this.others].flatMap(([index, word]) => (this.finished.has(index) ? [] : [word]));
    return withUnknown(endingOf(CHAT_ENDS, [...this.finished.values(), ...unfinished]), this.unknown.names);
  }

  reasonOf(index: number): unknown {
    return this.finished.get(index) ?? this.others.get(index);
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
    this.readUsage(chunk['usage']);
    // Groq tells it here where nobody has asked for `include_usage`.
    if (isObject(chunk['x_groq'])) this.readUsage(chunk['x_groq']['usage']);
    const error = errorIn(chunk);
    if (error !== undefined || event === 'error') this.fail(readUpstreamError(error ?? chunk['message'] ?? chunk));
    else if (typeof chunk['service_tier'] === 'string') this.serviceTier = chunk['service_tier'];
    return chunk;
  }

  /** Of the choices that count: OpenRouter tells in one that it failed, Moonshot what the answer used. */
  readChoice({ index, finish_reason: reason, error, usage, delta }: JsonObject): void {
    this.readUsage(usage);
    this.unknown.chatMessage(delta);
    if (error != null) return this.fail(readUpstreamError(error));
    const at = Number(index ?? 0);
    const meaning = endWord(CHAT_ENDS, reason);
    if (meaning === 'failed') this.fail(failedBy('finish_reason', reason));
    else if (meaning !== undefined) this.finished.set(at, reason);
    else if (isToldEnd(reason) || !this.others.has(at)) this.others.set(at, reason);
  }

  endUnmarked(hasText: () => boolean, isUsual = false): void {
    if (this.finished.size === 0 || this.ending.kind !== 'finished') return;
    if (isUsual || wholeUsage(believable(this.told, hasText))) this.state = 'done';
  }

  private readUsage(usage: unknown): void {
    if (usage != null) this.told = laterUsage(this.told, openaiUsage(usage));
  }

  private fail(error: UpstreamError): void {
    this.state = 'failed';
    this.error = error;
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

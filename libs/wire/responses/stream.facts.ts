import { UnknownContent } from '../meaning/content-types.js';
import { UNTOLD, withUnknown, worse, type Ending } from '../meaning/endings.js';
import { KeptIds } from '../common/kept-ids.js';
import { NOTHING_TOLD, laterUsage, openaiUsage, type ToldUsage } from '../common/told-usage.js';
import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamFacts, StreamState } from '../sse/stream-facts.js';
import { parseEvent, reportedError } from '../sse/upstream-frames.js';
import { endingOfStatus } from './finish.js';

const NONE: readonly string[] = [];
const TERMINAL: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled']);

/**
 * Events of Responses, up to a terminal one. A response that failed ends with its own terminal event, which tells its usage: the state is `done`, and
 * `error` says what went wrong.
 */
export class ResponsesStreamFacts implements StreamFacts {
  state: StreamState = 'open';
  told: ToldUsage = NOTHING_TOLD;
  serviceTier: string | undefined;
  private end = UNTOLD;
  private readonly unknown = new UnknownContent();
  error: UpstreamError | undefined;
  readonly unpriced = NONE;
  private readonly kept = new KeptIds();
  private received = '';
  private receivedBytes = 0;

  get ending(): Ending {
    return withUnknown(this.end, this.unknown.names);
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
    this.kept.item(event['item']);
    this.kept.annotation(event['annotation']);
    if (event['type'] === 'response.output_item.added') this.unknown.item(event['item']);
    const response = isObject(event['response']) ? event['response'] : undefined;
    if (response) this.readResponse(response);
    if (TERMINAL.has(event['type'])) this.finish(String(event['type']).slice('response.'.length), response);
    return event;
  }

  /** Only its terminal event says why it ended, and what it used. */
  endUnmarked(): void {
    return;
  }

  keepText({ type, delta, item }: JsonObject): void {
    if (typeof delta === 'string') this.keep(delta);
    if (type === 'response.output_item.added' && isObject(item)) this.keep(asText(item['name']) ?? '');
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

  /** The event's name and the response's own status say how it ended: the worse of them counts. */
  private finish(word: string, response: JsonObject = {}): void {
    this.state = 'done';
    const { status } = response;
    const ending = endingOfStatus(word, response);
    this.end = status == null ? ending : worse(ending, endingOfStatus(status, response));
    if (this.error && this.end.kind !== 'failed') this.end = { ...this.end, kind: 'failed' };
  }

  private readResponse(response: JsonObject): void {
    const { usage, service_tier: tier, error } = response;
    this.kept.response(response);
    if (usage != null) this.told = laterUsage(this.told, openaiUsage(usage));
    if (typeof tier === 'string') this.serviceTier = tier;
    if (error != null) this.error = readUpstreamError(error);
  }
}

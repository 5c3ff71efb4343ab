import { KeptIds } from '../common/kept-ids.js';
import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import type { Usage } from '../common/usage.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamFacts, StreamState } from '../sse/stream-facts.js';
import { parseEvent, reportedError } from '../sse/upstream-frames.js';
import { incompleteReason } from './response.js';
import { readResponsesUsage } from './usage.js';

const NONE: readonly string[] = [];
const TERMINAL: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled']);

/**
 * Events of Responses, up to a terminal one. A response that failed ends with its own terminal event, which tells its usage: the state is `done`, and
 * `error` says what went wrong.
 */
export class ResponsesStreamFacts implements StreamFacts {
  state: StreamState = 'open';
  usage: Usage | undefined;
  readonly inputTold = undefined;
  serviceTier: string | undefined;
  readonly finishReasons: string[] = [];
  error: UpstreamError | undefined;
  readonly unpriced = NONE;
  private readonly kept = new KeptIds();
  private received = '';
  private receivedBytes = 0;

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
    if (isObject(event['response'])) this.readResponse(event['response']);
    if (TERMINAL.has(event['type'])) {
      this.state = 'done';
      this.finishReasons.push(String(event['type']).slice('response.'.length));
      if (isObject(event['response'])) this.finishReasons.push(...incompleteReason(event['response']));
    }
    return event;
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

  private readResponse(response: JsonObject): void {
    const { usage, service_tier: tier, error } = response;
    this.kept.response(response);
    this.usage = readResponsesUsage(usage) ?? this.usage;
    if (typeof tier === 'string') this.serviceTier = tier;
    if (error != null) this.error = readUpstreamError(error);
  }
}

import { responsesErrorFrame, type WireError } from '../common/errors.js';
import { KeptIds } from '../common/kept-ids.js';
import { readUpstreamError } from '../common/upstream-error.js';
import type { Usage } from '../common/usage.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import { readSseFields } from '../sse/frames.js';
import { RelayedFrames } from '../sse/relayed-stream.js';
import { COMMENT_PING, type StreamEnd, type StreamRelay, type StreamState } from '../sse/stream-relay.js';
import { isErrorEvent, parseEvent } from '../sse/upstream-frames.js';
import { readResponsesUsage } from './usage.js';

const TERMINAL: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled']);

/**
 * Relays a stream of Responses byte for byte; its terminal event is held until the charge is durable. A response that failed ends with its own
 * terminal event, which tells its usage: the state is `done`, and `error` says what went wrong.
 */
export class ResponsesStreamRelay implements StreamRelay {
  readonly ping = COMMENT_PING;
  private readonly frames = new RelayedFrames((frame) => this.relay(frame));
  private readonly finishReasons: string[] = [];
  private sequenceNumber = -1;
  private usage: Usage | undefined;
  private serviceTier: string | undefined;
  private text = '';
  private readonly kept = new KeptIds();

  get state(): StreamState {
    return this.frames.state;
  }

  get started(): boolean {
    return this.frames.started;
  }

  push(chunk: Buffer): Buffer | undefined {
    return this.frames.push(chunk);
  }

  end(): StreamEnd {
    const last = this.frames.end();
    return {
      state: this.state,
      last,
      lastWith: () => last,
      usage: this.usage,
      inputTold: undefined,
      unpriced: [],
      keptIds: this.kept.all,
      receivedText: () => this.text,
      finishReasons: this.finishReasons,
      serviceTier: this.serviceTier,
      error: this.frames.error,
    };
  }

  errorFrame(error: WireError): Buffer {
    return responsesErrorFrame(error, this.sequenceNumber + 1);
  }

  private relay(frame: Buffer): void {
    const { event: name, data } = readSseFields(frame);
    const event = parseEvent(data);
    if (!event) return this.frames.pass(frame);
    this.frames.started = true;
    if (isErrorEvent(name, event)) return this.frames.fail(event['error'] ?? event);
    if (Number.isSafeInteger(event['sequence_number'])) this.sequenceNumber = event['sequence_number'] as number;
    if (typeof event['delta'] === 'string') this.text += event['delta'];
    if (event['type'] === 'response.output_item.added' && isObject(event['item'])) this.text += asText(event['item']['name']) ?? '';
    this.kept.item(event['item']);
    this.kept.annotation(event['annotation']);
    if (isObject(event['response'])) this.readResponse(event['response']);
    if (!TERMINAL.has(event['type'])) return this.frames.pass(frame);
    this.frames.finish(frame);
    this.finishReasons.push(String(event['type']).slice('response.'.length));
  }

  private readResponse(response: JsonObject): void {
    const { usage, service_tier: tier, error } = response;
    this.kept.response(response);
    this.usage = readResponsesUsage(usage) ?? this.usage;
    if (typeof tier === 'string') this.serviceTier = tier;
    if (error != null) this.frames.error = readUpstreamError(error);
  }
}

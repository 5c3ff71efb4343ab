import { anthropicErrorFrame, type WireError } from '../common/errors.js';
import { KeptIds } from '../common/kept-ids.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readSseFields } from '../sse/frames.js';
import { RelayedFrames } from '../sse/relayed-stream.js';
import type { StreamEnd, StreamRelay, StreamState } from '../sse/stream-relay.js';
import { isErrorEvent, parseEvent } from '../sse/upstream-frames.js';
import { messagesText } from './response.js';
import { MessagesUsage } from './usage.js';

/** Anthropic's own event for keeping a connection alive; its SDK skips it. */
export const MESSAGES_PING = Buffer.from('event: ping\ndata: {"type":"ping"}\n\n');

/**
 * Relays a stream of Messages byte for byte. From the `message_delta` with its stop reason on, which ends the answer for a client, everything is held until the charge is
 * durable. The usage is that of `message_start`, overwritten by each later one.
 */
export class MessagesStreamRelay implements StreamRelay {
  readonly ping = MESSAGES_PING;
  private readonly frames = new RelayedFrames((frame) => this.relay(frame));
  private readonly usage = new MessagesUsage();
  private readonly kept = new KeptIds();
  private readonly finishReasons: string[] = [];
  private text = '';

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
      usage: this.usage.usage,
      inputTold: this.usage.input,
      unpriced: this.usage.unpriced,
      keptIds: this.kept.all,
      receivedText: () => this.text,
      finishReasons: this.finishReasons,
      serviceTier: this.usage.serviceTier,
      error: this.frames.error,
    };
  }

  errorFrame(error: WireError): Buffer {
    return anthropicErrorFrame(error);
  }

  private relay(frame: Buffer): void {
    const { event: name, data } = readSseFields(frame);
    const event = parseEvent(data);
    if (event && isErrorEvent(name, event)) return this.frames.fail(event['error'] ?? event['message']);
    if (event?.['type'] === 'message_stop') return this.frames.finish(frame);
    if (event && event['type'] !== 'ping') this.note(event);
    this.frames.pass(frame);
  }

  private note(event: JsonObject): void {
    this.frames.started = true;
    const { message, delta, content_block: block } = event;
    switch (event['type']) {
      case 'message_start':
        if (!isObject(message)) return;
        this.usage.begin(message['usage']);
        this.kept.message(message);
        return;
      case 'content_block_start':
        if (isObject(block) && block['type'] === 'tool_use') this.text += String(block['name']);
        else this.text += messagesText([block]);
        return;
      case 'content_block_delta':
        if (isObject(delta)) this.text += deltaText(delta);
        return;
      case 'message_delta':
        this.usage.update(event['usage']);
        if (isObject(delta)) this.kept.message(delta);
        if (!isObject(delta) || typeof delta['stop_reason'] !== 'string') return;
        this.frames.holding = true;
        this.finishReasons.push(delta['stop_reason']);
    }
  }
}

function deltaText({ text, thinking, partial_json: json }: JsonObject): string {
  const value = text ?? thinking ?? json;
  return typeof value === 'string' ? value : '';
}

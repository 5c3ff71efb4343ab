import { anthropicErrorFrame, type WireError } from './errors.js';
import { KeptIds } from './kept-ids.js';
import { messagesText } from './messages-response.js';
import { MessagesUsage } from './messages-usage.js';
import { OutgoingBytes } from './outgoing-bytes.js';
import { isObject, type JsonObject } from './refusal.js';
import { readSseFields } from './sse-frames.js';
import type { StreamEnd, StreamRelay, StreamState } from './stream-relay.js';
import { readUpstreamError, type UpstreamError } from './upstream-error.js';
import { UpstreamFrames, joined, parseEvent } from './upstream-frames.js';

const MAX_HELD_BYTES = 1024 * 1024;

/** Anthropic's own event for keeping a connection alive; its SDK skips it. */
export const MESSAGES_PING = Buffer.from('event: ping\ndata: {"type":"ping"}\n\n');

/**
 * Relays a stream of Messages byte for byte. From the `message_delta` with its stop reason on, which ends the answer for a client, everything is held until the charge is
 * durable. The usage is that of `message_start`, overwritten by each later one.
 */
export class MessagesStreamRelay implements StreamRelay {
  readonly ping = MESSAGES_PING;
  private readonly frames = new UpstreamFrames();
  private readonly outgoing = new OutgoingBytes();
  private readonly held = new OutgoingBytes();
  private readonly usage = new MessagesUsage();
  private readonly kept = new KeptIds();
  private readonly finishReasons: string[] = [];
  private current: StreamState = 'open';
  private begun = false;
  private holding = false;
  private heldBytes = 0;
  private text = '';
  private error: UpstreamError | undefined;

  get state(): StreamState {
    return this.current;
  }

  get started(): boolean {
    return this.begun;
  }

  push(chunk: Buffer): Buffer | undefined {
    if (this.current !== 'open') return undefined;
    for (const frame of this.frames.push(chunk)) {
      if (this.current !== 'open') break;
      this.relay(frame);
    }
    if (this.frames.failure !== undefined) this.fail(this.frames.failure);
    return this.outgoing.take();
  }

  end(): StreamEnd {
    const rest = this.current === 'open' ? this.frames.rest() : undefined;
    if (rest) this.relay(rest);
    const last = joined(this.outgoing.take(), this.held.take());
    return {
      state: this.current,
      last,
      lastWith: () => last,
      usage: this.usage.usage,
      inputTold: this.usage.input,
      unpriced: this.usage.unpriced,
      keptIds: this.kept.all,
      receivedText: () => this.text,
      finishReasons: this.finishReasons,
      serviceTier: this.usage.serviceTier,
      error: this.error,
    };
  }

  errorFrame(error: WireError): Buffer {
    return anthropicErrorFrame(error);
  }

  private relay(frame: Buffer): void {
    const event = parseEvent(readSseFields(frame).data);
    if (event?.['type'] === 'error') return this.fail(event['error'] ?? event['message']);
    if (event && event['type'] !== 'ping') this.note(event);
    if (!this.holding) return this.outgoing.add(frame);
    this.heldBytes += frame.length;
    if (this.heldBytes <= MAX_HELD_BYTES) return this.held.add(frame);
    this.fail('The provider kept sending after the end of its answer');
  }

  private note(event: JsonObject): void {
    this.begun = true;
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
        this.holding = true;
        this.finishReasons.push(delta['stop_reason']);
        return;
      case 'message_stop':
        this.holding = true;
        this.current = 'done';
    }
  }

  private fail(error: unknown): void {
    this.current = 'failed';
    this.error = readUpstreamError(error);
  }
}

function deltaText({ text, thinking, partial_json: json }: JsonObject): string {
  const value = text ?? thinking ?? json;
  return typeof value === 'string' ? value : '';
}

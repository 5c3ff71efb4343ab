import { anthropicErrorFrame, type WireError } from '../common/errors.js';
import type { FrameShape } from '../sse/frame-shape.js';
import { RelayedStream } from '../sse/relayed-stream.js';
import { BLOCK_DELTA_TEXTS } from './delta-texts.js';
import { MessagesStreamFacts } from './stream.facts.js';

/** Anthropic's own event for keeping a connection alive; its SDK skips it. */
export const MESSAGES_PING = Buffer.from('event: ping\ndata: {"type":"ping"}\n\n');

const MESSAGE_STOP = Buffer.from('event: message_stop\ndata: {"type":"message_stop"}\n\n');

/**
 * Relays a stream of Messages byte for byte. From the `message_delta` with its stop reason on, which ends the answer for a client, everything is held until the charge is
 * durable.
 */
export class MessagesStreamRelay extends RelayedStream<MessagesStreamFacts> {
  readonly ping = MESSAGES_PING;
  protected readonly terminal = MESSAGE_STOP;

  constructor() {
    super(new MessagesStreamFacts());
  }

  errorFrame(error: WireError): Buffer {
    return anthropicErrorFrame(error);
  }

  protected relay(frame: Buffer): void {
    const { facts } = this;
    const event = facts.read(this.fieldsOf(frame));
    if (facts.state === 'failed') return;
    if (facts.state === 'done') return this.finish(frame);
    if (event && event['type'] !== 'ping') {
      this.started = true;
      facts.keepText(event);
      this.holding ||= facts.isFinished;
    }
    if (event?.['type'] === 'content_block_delta' && !this.isAbridged) this.learn(frame.toString('latin1'), BLOCK_DELTA_TEXTS);
    this.pass(frame);
  }

  protected override relayShaped(bytes: Buffer, start: number, { said, saidEnd, end }: FrameShape): void {
    this.facts.keepSaid(bytes.toString('utf8', said, saidEnd));
    this.pass(bytes, start, end);
  }
}

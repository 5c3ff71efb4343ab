import type { WireError } from '../common/errors.js';
import { FrameRelay } from './frame-relay.js';
import { believable, wholeUsage } from '../common/told-usage.js';
import type { SseFields } from './frames.js';
import { OutgoingBytes } from './outgoing-bytes.js';
import type { StreamFacts } from './stream-facts.js';
import type { StreamEnd, StreamRelay } from './stream-relay.js';
import { FrameShape, type ShapedTexts } from './frame-shape.js';
import { joined } from './upstream-frames.js';

const MAX_HELD_BYTES = 1024 * 1024;
/** Shapes that are learned one after the other without a frame that is of them. */
const MOST_SHAPES = 8;

/**
 * A stream that goes on as its bytes came: what may leave at once, and its end, which is held until the charge is durable. What a frame means is for the
 * facts of its dialect to say, and which way it goes for the relay of its dialect: `relay` is called for each frame and calls `pass` or `finish`, or
 * neither where the provider reports an error, which the gateway tells in the client's dialect and after the charge.
 */
export abstract class RelayedStream<Facts extends StreamFacts> extends FrameRelay implements StreamRelay {
  abstract readonly ping: Buffer;
  /** The dialect's terminal frame, for an answer that is whole without one. */
  protected abstract readonly terminal: Buffer;
  started = false;
  /** From now on nothing leaves: a client may take it for the end of the answer. */
  protected holding = false;
  private readonly outgoing = new OutgoingBytes();
  private readonly held = new OutgoingBytes();
  private heldBytes = 0;
  private shape: FrameShape | undefined;
  private shapes = 0;

  constructor(protected readonly facts: Facts) {
    super();
  }

  abstract errorFrame(error: WireError): Buffer;

  get keptBytes(): number {
    return this.frames.keptBytes + this.heldBytes + this.facts.keptBytes;
  }

  hasMoreTextThan(bytes: number): boolean {
    return this.facts.hasMoreTextThan(bytes);
  }

  protected take(): Buffer | undefined {
    return this.outgoing.take();
  }

  end(): StreamEnd {
    this.relayRest();
    const { facts } = this;
    const hasText = (): boolean => facts.hasMoreTextThan(0) || facts.audioChars() > 0;
    if (this.state === 'open') {
      facts.endUnmarked(hasText, this.endsWithoutDone);
      if (facts.state === 'done') this.held.add(this.terminal);
    }
    const last = joined(this.outgoing.take(), this.held.take());
    const told = believable(facts.told, hasText);
    return {
      state: this.state,
      last,
      lastWith: () => last,
      usage: wholeUsage(told),
      told,
      unpriced: facts.unpriced,
      keptIds: facts.keptIds,
      receivedText: () => facts.text(),
      receivedAudioChars: () => facts.audioChars(),
      ending: facts.ending,
      serviceTier: facts.serviceTier,
      error: this.failure ?? facts.error,
    };
  }

  /** A frame that has a shape, and may leave at once: those behind it that are of the same are relayed by `relayShaped`, without being cut out or read. */
  protected learn(frame: string, texts: ShapedTexts): void {
    if (this.shapes === MOST_SHAPES) return;
    this.shapes += 1;
    this.shape = FrameShape.of(frame, texts);
  }

  /** Nothing of a frame is known but what it says, and where. */
  protected relayShaped(bytes: Buffer, start: number, { end }: FrameShape): void {
    this.pass(bytes, start, end);
  }

  protected override relayAhead(): void {
    const { shape, frames } = this;
    if (!shape || this.holding) return;
    const begin = frames.ahead;
    if (begin < 0) return;
    const { bytes, text } = frames;
    let at = begin;
    for (; shape.isAt(text, at); at = shape.end) this.relayShaped(bytes, at, shape);
    if (at === begin) return;
    this.shapes = 0;
    frames.skip(at);
  }

  /** What is read of the frame that is relayed. */
  protected fieldsOf(frame: Buffer): SseFields {
    return this.frames.fieldsOf(frame);
  }

  /** Whether that is not all of it. */
  protected get isAbridged(): boolean {
    return this.frames.isAbridged;
  }

  protected pass(frame: Buffer, start = 0, end = frame.length): void {
    if (!this.holding) return this.outgoing.add(frame, start, end);
    this.heldBytes += end - start;
    if (this.heldBytes <= MAX_HELD_BYTES) return this.held.add(frame, start, end);
    this.fail('The provider kept sending after the end of its answer');
  }

  /** The dialect's terminal frame, however large it is. */
  protected finish(frame: Buffer): void {
    this.started = true;
    this.held.add(frame);
  }
}

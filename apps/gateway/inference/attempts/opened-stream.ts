import { Deadline, deadlines } from '#streams';
import type { AnswerBounds } from '#routing';
import type { UpstreamError } from '#wire';
import { UpstreamFault, chunkSource, type ChunkSource, type StreamResponse } from '../upstream/index.js';
import type { BoundedRelay } from './bounded-relay.js';
import { RelayingSink } from './relaying-sink.js';

/** After a provider's 2xx headers its first event is awaited this long, so that an early failure gets a real status and a fallback. */
const FIRST_EVENT_MS = 15_000;

/** A provider's stream from which an event has come, or that has been silent for 15 s: now the client's headers may go. */
export interface OpenedStream {
  readonly response: StreamResponse;
  readonly relay: BoundedRelay;
  /** What the client gets first; undefined when nothing has come yet. */
  readonly first: Buffer | undefined;
  /** Of what follows. */
  readonly source: ChunkSource;
}

/** It ended or failed before its first event, so that another provider may be asked. */
export interface FailedOpening {
  readonly kind: 'none';
  /** What the provider said of it. */
  readonly error: UpstreamError | undefined;
}

/** Hears once. */
export interface OpeningListener {
  read(read: ({ readonly kind: 'stream' } & OpenedStream) | FailedOpening): void;
  failed(fault: unknown): void;
  /** What is called a stream is a plain answer: all of it. Undefined where nobody wants to know. */
  readonly isJson: ((body: Buffer) => void) | undefined;
}

const BRACE = 0x7b;

/** Reads a stream until it has begun. */
export class OpeningStream extends RelayingSink {
  private readonly parts: Buffer[] = [];
  private readonly tooLong = new Deadline(() => this.late());
  protected isOver = false;
  private isLate = false;
  /** No event of a stream begins so. */
  private json: Buffer[] | undefined;
  private jsonBytes = 0;
  private hasCome = false;

  constructor(
    private readonly response: StreamResponse,
    relay: BoundedRelay,
    private readonly bounds: AnswerBounds,
    private readonly listener: OpeningListener,
  ) {
    super(relay, chunkSource(response.chunks));
  }

  begin(): void {
    deadlines.set(this.tooLong, FIRST_EVENT_MS);
    this.source.readBy(this);
  }

  protected get takesMore(): boolean {
    return !this.isOver;
  }

  override chunk(bytes: Buffer): void {
    if (!this.hasCome) {
      this.hasCome = true;
      if (bytes[0] === BRACE && this.listener.isJson && !this.isOver) this.json = [];
    }
    if (this.json) this.keep(bytes, this.json);
    else super.chunk(bytes);
  }

  /** An error behind what the client may have ends what has begun, however the bytes of both were cut. */
  protected relayed(out: Buffer | undefined): void {
    const { machine } = this.relay;
    if (out) this.parts.push(out);
    if (machine.state === 'failed' && !machine.started) this.none(machine.end().error);
    else if (machine.started || this.isLate) this.opened();
  }

  ended(): void {
    const { json, listener } = this;
    if (!json || this.isOver) return this.none(undefined);
    this.end();
    listener.isJson?.(Buffer.concat(json, this.jsonBytes));
  }

  failed(fault: unknown): void {
    if (this.isOver) return;
    this.end();
    this.listener.failed(fault);
  }

  private keep(bytes: Buffer, json: Buffer[]): void {
    json.push(bytes);
    this.jsonBytes += bytes.length;
    if (this.jsonBytes > this.bounds.whole) this.failed(new UpstreamFault('BODY_TOO_LARGE'));
  }

  private none(error: UpstreamError | undefined): void {
    if (this.isOver) return;
    this.end();
    this.listener.read({ kind: 'none', error });
  }

  private late(): void {
    this.isLate = true;
    if (!this.isAside && !this.json) this.opened();
  }

  private opened(): void {
    const { response, relay, parts, source } = this;
    this.end();
    this.listener.read({ kind: 'stream', response, relay, first: parts.length > 1 ? Buffer.concat(parts) : parts[0], source });
  }

  private end(): void {
    this.isOver = true;
    deadlines.clear(this.tooLong);
  }
}

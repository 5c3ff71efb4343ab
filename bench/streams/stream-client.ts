import { Pool, type Dispatcher } from 'undici';
import { FIRST_TOKEN } from '../payloads/provider-answers.js';

/** Where a stream is asked for. */
export interface StreamTarget {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StreamSeen {
  /** From the request's first byte to the chunk with the answer's first token. */
  readonly firstTokenMs: number;
  readonly bytes: number;
}

const END = /data: \[DONE\]\s*$|"type":"message_stop"\}\s*$|event: response\.completed\n[^\n]*\s*$/;
const TAIL_BYTES = 64 * 1024;
/** Longer than any load of the bench. */
const TIMEOUT_MS = 120_000;

/** Asks for streams over connections that are kept, one for each stream at a time, and does as little as can be done with what comes. */
export class StreamClient {
  private readonly pools = new Map<string, Pool>();

  constructor(private readonly connections: number) {}

  /** One whole stream. Rejects where it was refused, cut or did not end as its dialect ends. */
  read(target: StreamTarget): Promise<StreamSeen> {
    return new Promise((resolve, reject) => {
      const reader = new WholeStream(resolve, reject);
      this.dispatch(target, reader);
      reader.startedAt = performance.now();
    });
  }

  /** One whole answer that is no stream. */
  readPlain(target: StreamTarget): Promise<Pick<StreamSeen, 'bytes'>> {
    return new Promise((resolve, reject) => this.dispatch(target, new PlainAnswer(resolve, reject)));
  }

  /** Opens a stream and leaves it open once its first token is here. */
  open(target: StreamTarget): Promise<() => void> {
    return new Promise((resolve, reject) => this.dispatch(target, new OpenStream(resolve, reject)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
  }

  private dispatch({ origin, path, headers, body }: StreamTarget, handler: Dispatcher.DispatchHandler): void {
    let pool = this.pools.get(origin);
    const timeouts = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS };
    if (!pool) this.pools.set(origin, (pool = new Pool(origin, { connections: this.connections, pipelining: 1, ...timeouts })));
    pool.dispatch({ method: 'POST', path, headers: { 'content-type': 'application/json', ...headers }, body }, handler);
  }
}

/** Reads one answer to its end. */
abstract class Reading<Seen> implements Dispatcher.DispatchHandler {
  protected status = 0;
  protected bytes = 0;

  constructor(
    protected readonly resolve: (seen: Seen) => void,
    protected readonly reject: (fault: Error) => void,
  ) {}

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
  }

  abstract onResponseEnd(): void;

  onResponseError(_controller: Dispatcher.DispatchController | undefined, fault: Error): void {
    this.reject(fault);
  }
}

class WholeStream extends Reading<StreamSeen> {
  startedAt = 0;
  private firstTokenMs: number | undefined;
  private readonly chunks: Buffer[] = [];
  private tailBytes = 0;

  override onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    super.onResponseData(controller, chunk);
    if (this.firstTokenMs === undefined && chunk.includes(FIRST_TOKEN)) this.firstTokenMs = performance.now() - this.startedAt;
    this.chunks.push(chunk);
    this.tailBytes += chunk.length;
    while (this.tailBytes - this.chunks[0]!.length > TAIL_BYTES) this.tailBytes -= this.chunks.shift()!.length;
  }

  onResponseEnd(): void {
    const text = Buffer.concat(this.chunks).toString('utf8');
    if (this.status === 200 && this.firstTokenMs !== undefined && END.test(text)) {
      this.resolve({ firstTokenMs: this.firstTokenMs, bytes: this.bytes });
    } else this.reject(new Error(`answered ${this.status}, and the stream ended with ${text.slice(-300)}`));
  }
}

class PlainAnswer extends Reading<Pick<StreamSeen, 'bytes'>> {
  onResponseEnd(): void {
    if (this.status === 200 && this.bytes > 0) this.resolve({ bytes: this.bytes });
    else this.reject(new Error(`answered ${this.status}`));
  }
}

class OpenStream implements Dispatcher.DispatchHandler {
  constructor(
    private readonly resolve: (close: () => void) => void,
    private readonly reject: (fault: Error) => void,
  ) {}

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    if (status !== 200) this.reject(new Error(`A stream to be left open was answered with ${status}`));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (chunk.includes(FIRST_TOKEN)) this.resolve(() => controller.abort(new Error('closed')));
  }

  onResponseEnd(): void {
    this.reject(new Error('A stream to be left open has ended'));
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, fault: Error): void {
    this.reject(fault);
  }
}

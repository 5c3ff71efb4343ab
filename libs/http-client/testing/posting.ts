import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import { HttpClient, type AnswerControl, type AnswerHandler, type Target } from '../index.js';
import { CERTIFICATE } from './tls.fixture.js';

/** One client, ours or undici's, as the suites use it. */
export interface Posting {
  post(url: string, body: Buffer, handler: AnswerHandler): void;
  close(cut: boolean): Promise<void>;
}

export interface PostingOptions {
  readonly connections?: number;
  readonly connectMs?: number;
  readonly isTrusting?: boolean;
}

export const CLIENTS: Readonly<Record<'ours' | 'undici', (options?: PostingOptions) => Posting>> = {
  ours: (options) => new Ours(options),
  undici: (options) => new Undici(options),
};

const HEADERS = ['content-type', 'application/json', 'authorization', 'Bearer sk'];
/** Every name is this machine. */
const lookup: LookupFunction = (host, options, done) => {
  if (host.endsWith('.invalid')) return done(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
  if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

class Ours implements Posting {
  private readonly targets = new Map<string, Target>();
  private readonly client: HttpClient;

  constructor({ connections = 64, connectMs = 30_000, isTrusting = true }: PostingOptions = {}) {
    const times = { connectMs, idleMs: 10_000, mostIdleMs: 300_000, idleMarginMs: 2_000 };
    this.client = new HttpClient({ ...times, mostConnections: connections, lookup, ca: isTrusting ? CERTIFICATE : undefined });
  }

  post(url: string, body: Buffer, handler: AnswerHandler): void {
    const target = this.targets.get(url) ?? this.client.target(new URL(url), HEADERS.slice(0, 2));
    this.targets.set(url, target);
    this.client.ask(target, HEADERS.slice(2), body, handler);
  }

  close(cut: boolean): Promise<void> {
    return this.client.close({ cut });
  }
}

class Undici implements Posting {
  private readonly pools = new Map<string, Pool>();

  constructor(private readonly options: PostingOptions = {}) {}

  post(url: string, body: Buffer, handler: AnswerHandler): void {
    const { origin, pathname, search } = new URL(url);
    const pool = this.pools.get(origin) ?? this.open(origin);
    this.pools.set(origin, pool);
    pool.dispatch({ method: 'POST', path: pathname + search, headers: HEADERS, body }, handler);
  }

  async close(cut: boolean): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => (cut ? pool.destroy() : pool.close())));
  }

  private open(origin: string): Pool {
    const { connections = 64, connectMs = 30_000, isTrusting = true } = this.options;
    return new Pool(origin, {
      connections,
      pipelining: 1,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 300_000,
      keepAliveTimeoutThreshold: 2_000,
      maxHeaderSize: 64 * 1024,
      connect: { lookup, timeout: connectMs, ...(isTrusting && { ca: CERTIFICATE }) },
    });
  }
}

/** What a call came to. */
export interface Heard {
  status?: number;
  headers?: Readonly<Record<string, unknown>>;
  readonly informational: number[];
  body: Buffer;
  /** Undefined where it came whole. */
  error?: Error;
}

/** Hears all of one answer; `over` when it has ended, whole or not. */
export class Listening implements AnswerHandler {
  readonly heard: Heard = { informational: [], body: Buffer.alloc(0) };
  readonly begun = Promise.withResolvers<AnswerControl>();
  readonly headed = Promise.withResolvers<AnswerControl>();
  readonly over = Promise.withResolvers<Heard>();
  ends = 0;
  private readonly parts: Buffer[] = [];

  get bytes(): number {
    return this.parts.reduce((sum, { length }) => sum + length, 0);
  }

  onRequestStart(control: AnswerControl): void {
    this.begun.resolve(control);
  }

  onResponseStart(control: AnswerControl, status: number, headers: Readonly<Record<string, unknown>>): void {
    if (status < 200) return void this.heard.informational.push(status);
    Object.assign(this.heard, { status, headers });
    this.headed.resolve(control);
  }

  onResponseData(_control: AnswerControl, bytes: Buffer): void {
    this.parts.push(bytes);
  }

  onResponseEnd(): void {
    this.end();
  }

  onResponseError(_control: AnswerControl | undefined, error: Error): void {
    this.heard.error = error;
    this.end();
  }

  private end(): void {
    this.ends += 1;
    this.heard.body = Buffer.concat(this.parts);
    this.over.resolve(this.heard);
  }
}

/** What came of it, once its connection is free again: undici takes a turn of the event loop for that. */
export async function posted(client: Posting, url: string, body = '{"a":1}', handler = new Listening()): Promise<Heard> {
  client.post(url, Buffer.from(body), handler);
  const heard = await handler.over.promise;
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return heard;
}

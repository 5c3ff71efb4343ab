import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ProviderAnswer } from './provider-answer.js';

export interface RawStream {
  /** Sizes of the writes, in turn; each leaves by itself. */
  readonly pieces?: readonly number[];
  readonly encoding?: 'gzip' | 'br';
  readonly headers?: Readonly<Record<string, string>>;
}

/** These bytes as an event stream, torn wherever the pieces say. */
export function rawStream(text: string, { pieces = [Infinity], encoding, headers = {} }: RawStream = {}): ProviderAnswer {
  const plain = Buffer.from(text);
  const bytes = encoding === 'gzip' ? gzipSync(plain) : encoding === 'br' ? brotliCompressSync(plain) : plain;
  return async (response) => {
    const coding = encoding ? { 'content-encoding': encoding } : {};
    response.socket?.setNoDelay(true);
    response.writeHead(200, { 'content-type': 'text/event-stream', ...coding, ...headers });
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = Math.min(pieces[turn % pieces.length]!, bytes.length);
      response.write(bytes.subarray(at, at + size));
      at += size;
      await nextTurn();
    }
    response.end();
  };
}

/** Writes frames as fast as they are taken, and counts them; `until` bytes at most. */
export class Flood {
  written = 0;

  constructor(
    private readonly frame: string,
    private readonly until: number,
    private readonly head: string,
    private readonly tail: string,
  ) {}

  readonly answer: ProviderAnswer = (response: ServerResponse) =>
    new Promise((resolve) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(this.head);
      const more = () => {
        while (this.written < this.until) {
          this.written += this.frame.length;
          if (!response.write(this.frame)) return;
        }
        response.off('drain', more).end(this.tail);
        resolve();
      };
      response.on('drain', more).on('close', resolve);
      more();
    });
}

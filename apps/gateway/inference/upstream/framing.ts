import type { Socket } from 'node:net';
import { UpstreamFault } from './upstream-fault.js';

/** What may stand around each byte of data: a chunk of one byte has five, and no server sends many of those. */
const AROUND_A_BYTE = 16;
/** And around an answer: its head, trailers, what comes before it. */
const AROUND_AN_ANSWER = 2 * 1024 * 1024;

/** What one connection has sent around the data of the answer that it is sending. undici counts heads, and no extensions of chunks. */
export class FramingMeter {
  private bytes = 0;

  /** The answer begins with its data, or has ended. */
  reset(): void {
    this.bytes = 0;
  }

  /** So many of the bytes were data. */
  data(bytes: number): void {
    this.bytes -= bytes * (1 + AROUND_A_BYTE);
  }

  /** True where it is more than any answer needs. */
  came(bytes: number): boolean {
    this.bytes += bytes;
    return this.bytes > AROUND_AN_ANSWER;
  }
}

/** Counts what connections send, and closes those that send framing without end. */
export class Framing {
  /** Of the connection whose bytes are in the parser's hands: it reads and tells in one go. */
  current: FramingMeter | undefined;

  watch<Connection extends Socket>(connection: Connection): Connection {
    const meter = new FramingMeter();
    const read = connection.read.bind(connection);
    connection.read = (size?: number): unknown => {
      const bytes = (size === undefined ? read() : read(size)) as Buffer | null;
      if (bytes === null) return null;
      this.current = meter;
      if (!meter.came(bytes.length)) return bytes;
      connection.destroy(new UpstreamFault('BAD_RESPONSE'));
      return null;
    };
    return connection;
  }
}

import { connect } from 'node:net';

/** What came back over a bare socket. */
export interface RawAnswer {
  /** Of each answer in its turn, `100 Continue` left out. */
  readonly statuses: readonly number[];
  /** All of it, as latin1. */
  readonly text: string;
}

interface Exchanged {
  /** Says behind the bytes that nothing follows, which ends a request that is not whole. */
  readonly isCut?: boolean;
  readonly withinMs?: number;
}

/** Writes these bytes, and reads until the other side closes; where that does not come, status 0 stands behind what did. */
export function exchangeRaw(url: string, bytes: string, { isCut = false, withinMs = 20_000 }: Exchanged = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: hostname }, () => {
      if (isCut) socket.end(bytes, 'latin1');
      else socket.write(bytes, 'latin1');
    });
    let text = '';
    let isOpen = false;
    socket.setTimeout(withinMs, () => {
      isOpen = true;
      socket.destroy();
    });
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    // A server that refuses what is still coming may reset the connection behind its answer.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, statuses: isOpen ? [...statusesIn(text), 0] : statusesIn(text) }));
  });
}

const statusesIn = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) [^\r]*\r\n/g)].map(([, status]) => Number(status)).filter((status) => status !== 100);

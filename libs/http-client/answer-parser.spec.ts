import fc from 'fast-check';
import { AnswerParser } from './answer-parser.js';
import { REFUSED, WHOLE } from './testing/answers.js';
import { answers } from './testing/arbitrary-answers.js';

interface Read {
  readonly status: number | undefined;
  readonly headers: unknown;
  readonly informational: readonly number[];
  readonly body: string;
  readonly isWhole: boolean;
  readonly behind: number;
  readonly fault: string | undefined;
}

/** What is read of these bytes, cut at these places. */
function readCut(bytes: Buffer, cuts: readonly number[]): Read {
  const parser = new AnswerParser();
  const informational: number[] = [];
  const parts: Buffer[] = [];
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  // As sockets do: each piece is written over the one before.
  const piece = Buffer.alloc(bytes.length);
  let behind = 0;
  [0, ...places].forEach((from, index) => {
    const length = bytes.copy(piece, 0, from, places[index]);
    if (length === 0 || parser.fault) return;
    if (parser.isEnded) return void (behind += length);
    parser.push(piece.subarray(0, length));
    if (parser.informational) informational.push(...parser.informational);
    parser.informational = undefined;
    const data = parser.takeData();
    if (data) parts.push(data);
    if (parser.isEnded) behind += parser.behind;
  });
  const { head, fault } = parser;
  const isWhole = parser.isEnded || parser.endsWithConnection;
  const body = Buffer.concat(parts).toString('latin1');
  return { status: head?.status, headers: head?.headers, informational, body, isWhole, behind, fault: fault?.message };
}

const byteByByte = (bytes: Buffer) => Array.from({ length: bytes.length }, (_, at) => at);
const CUTS = fc.array(fc.nat(), { maxLength: 12 });

describe('reading an answer', () => {
  it('gives what a server says, however the bytes are cut into pieces', () => {
    fc.assert(
      fc.property(answers, CUTS, ({ status, fields: all, parts, sent }, cuts) => {
        const read = readCut(Buffer.from(sent, 'latin1'), cuts);
        expect(read).toMatchObject({ status, body: parts.join(''), isWhole: true, behind: 0, fault: undefined });
        for (const [name] of all) {
          const said = all.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, each]) => each);
          expect((read.headers as Record<string, unknown>)[name.toLowerCase()]).toBe(said.join(', '));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same of any bytes, of an answer that somebody has broken too, however they are cut', () => {
    fc.assert(
      fc.property(answers, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), CUTS, ({ sent }, breaks, cuts) => {
        const broken = Buffer.from(`${sent}HTTP/1.1 200 OK\r\n`, 'latin1');
        for (const [at, byte] of breaks) broken[at % broken.length] = byte;
        const whole = readCut(broken, []);
        // A refusal is told at the first piece that shows it: which of several it is, and what came before it, is the pieces' own.
        const known = (read: Read) => (read.fault === undefined ? read : 'refused');
        expect(known(readCut(broken, cuts))).toEqual(known(whole));
        expect(known(readCut(broken, byteByByte(broken)))).toEqual(known(whole));
      }),
      { numRuns: 500 },
    );
  });

  it.each([...WHOLE, ...REFUSED].filter(({ sent }) => sent.length < 10_000))('reads $what alike at every cut', ({ sent }) => {
    const all = Buffer.from(sent, 'latin1');
    const whole = readCut(all, []);
    for (let at = 1; at < all.length; at += 1) {
      const read = readCut(all, [at]);
      expect(read.fault === undefined ? read : 'refused').toEqual(whole.fault === undefined ? whole : 'refused');
    }
  });

  it('reads a head that comes byte by byte in time that grows with it', () => {
    const parser = new AnswerParser();
    for (const byte of Buffer.from(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(7_000)}content-length: 0\r\n\r\n`))
      parser.push(Buffer.of(byte));
    expect(parser).toMatchObject({ isEnded: true, fault: undefined });
  });

  it.each([
    ['in extensions', `2;${'x'.repeat(16_000)}\r\n{}\r\n`],
    ['in chunks of one byte', `1;${'x'.repeat(20)}\r\n{\r\n`],
  ])('takes no framing without end, %s', (_where, chunk) => {
    const parser = new AnswerParser();
    parser.push(Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'));
    const piece = Buffer.from(chunk.repeat(Math.ceil(60_000 / chunk.length)));
    let sent = 0;
    for (; !parser.fault && sent < 64 * 1024 * 1024; sent += piece.length) {
      parser.push(piece);
      parser.takeData();
    }
    expect(parser.fault).toMatchObject({ code: 'FRAMING_WITHOUT_END' });
  });

  it('takes chunks of one byte, as many as come', () => {
    const parser = new AnswerParser();
    parser.push(Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'));
    const piece = Buffer.from('1\r\nx\r\n'.repeat(10_000));
    for (let sent = 0; sent < 8 * 1024 * 1024; sent += piece.length) {
      parser.push(piece);
      expect(parser.takeData()).toHaveLength(10_000);
    }
    expect(parser.fault).toBeUndefined();
  });
});

import fc from 'fast-check';
import { SseFrameTooLargeError, SseFrames, readSseFields } from './frames.js';

function framesOf(chunks: readonly Buffer[]): string[] {
  const reader = new SseFrames();
  const frames = chunks.flatMap((chunk) => reader.push(chunk));
  const rest = reader.end();
  return [...frames, ...(rest ? [rest] : [])].map((frame) => frame.toString('latin1'));
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => Buffer.from(bytes.subarray(start, at[index] ?? bytes.length)));
}

const piece = fc.constantFrom(
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  '\r\n\r\n',
  'data: {"a":"ü€😀"}',
  'data',
  ': ping',
  'event: x',
  '\uFEFF',
  ' ',
  'id:1',
);

describe('cutting a stream into frames', () => {
  it('gives the same frames however the bytes are chunked, and loses none of them', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 40 }), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''));
        const whole = framesOf([bytes]);
        expect(framesOf(cutAt(bytes, cuts))).toEqual(whole);
        expect(framesOf([...bytes].map((byte) => Buffer.from([byte])))).toEqual(whole);
        const expected = bytes.toString('latin1');
        expect(whole.join('')).toBe(expected.startsWith('\u00ef\u00bb\u00bf') ? expected.slice(3) : expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['\n', '\r\n', '\r'])('ends a frame at a blank line of %j', (line) => {
    const frames = framesOf([Buffer.from(`data: 1${line}${line}: ping${line}${line}event: a${line}data: 2${line}data: 3${line}${line}`)]);
    expect(frames.map((frame) => readSseFields(Buffer.from(frame)))).toEqual([
      { event: undefined, data: '1' },
      { event: undefined, data: undefined },
      { event: 'a', data: '2\n3' },
    ]);
  });

  it('slices a frame out of its chunk without a copy', () => {
    const chunk = Buffer.from('data: 1\n\ndata: 2\n\n');
    const [first, second] = new SseFrames().push(chunk);
    expect([first?.buffer, second?.buffer]).toEqual([chunk.buffer, chunk.buffer]);
    expect(second?.byteOffset).toBe(chunk.byteOffset + 9);
  });

  it('carries lines of 2 MB through small chunks', () => {
    const bytes = Buffer.from(`data: ${'x'.repeat(2 * 1024 * 1024)}\n\n`);
    const reader = new SseFrames();
    const frames: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 1000) frames.push(...reader.push(bytes.subarray(at, at + 1000)));
    expect(frames.length).toBe(1);
    expect(frames[0]!.equals(bytes)).toBe(true);
  });

  it('refuses to buffer a frame without end', () => {
    const reader = new SseFrames();
    const chunk = Buffer.alloc(1024 * 1024, 120);
    expect(() => Array.from({ length: 17 }, () => reader.push(chunk))).toThrow(SseFrameTooLargeError);
  });

  it('takes only whole field names and at most one space off a value', () => {
    expect(readSseFields(Buffer.from('data:  a\ndatabase: no\ndata\nevent:b\n\n'))).toEqual({ event: 'b', data: ' a\n' });
  });
});

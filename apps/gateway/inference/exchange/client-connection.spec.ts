import { chunkOf } from './client-connection.js';

const text = (bytes: string, isLast = false): string => chunkOf(Buffer.from(bytes), isLast).toString('latin1');

describe('a piece of a stream', () => {
  it('is one chunk of HTTP/1.1, its size in hexadecimal', () => {
    expect(text('data: 1\n\n')).toBe('9\r\ndata: 1\n\n\r\n');
    expect(text('x'.repeat(0x1fff))).toBe(`1fff\r\n${'x'.repeat(0x1fff)}\r\n`);
  });

  it('has the last chunk behind it where it is the last, and is no chunk where it is empty, since that would be the end', () => {
    expect(text('y', true)).toBe('1\r\ny\r\n0\r\n\r\n');
    expect(text('', true)).toBe('0\r\n\r\n');
    expect(text('')).toBe('');
  });
});

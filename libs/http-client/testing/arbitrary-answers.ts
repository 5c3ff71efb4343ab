import fc from 'fast-check';

/** Heads, bodies and framing as servers may write them (RFC 9112). */
const token = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,12}$/);
const value = fc.stringMatching(/^[!-~\x80-\xff]([\t -~\x80-\xff]{0,20}[!-~\x80-\xff])?$/);
const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array).toString('latin1'));
const FRAMING = /^(?:content-length|transfer-encoding|connection|keep-alive|set-cookie|trailer|upgrade)$/i;
const fields = fc.array(
  fc.tuple(
    token.filter((name) => !FRAMING.test(name) && name.toLowerCase() !== '__proto__'),
    value,
  ),
  { maxLength: 8 },
);
const extension = fc.constantFrom('', ';a', ';a=b', ';a="b c"');

interface Answer {
  readonly status: number;
  readonly fields: readonly (readonly [string, string])[];
  readonly parts: readonly string[];
  readonly sent: string;
  readonly endsWithConnection: boolean;
}

const lines = (all: readonly (readonly [string, string])[]) => all.map(([name, each]) => `${name}: ${each}\r\n`).join('');

/** A valid answer, and what it says. */
export const answers: fc.Arbitrary<Answer> = fc
  .record({
    status: fc.constantFrom(200, 201, 400, 429, 500, 599),
    fields,
    trailers: fields,
    parts: fc.array(bytes, { maxLength: 6 }),
    extension,
    isUpper: fc.boolean(),
    framing: fc.constantFrom('length', 'chunked', 'until-close'),
  })
  .map(({ status, fields: all, trailers, parts, extension: more, isUpper, framing }) => {
    const head = `HTTP/1.1 ${status} Any reason\r\n${lines(all)}`;
    const body = parts.join('');
    const size = (length: number) => (isUpper ? length.toString(16).toUpperCase() : `0${length.toString(16)}`);
    const chunks = parts.filter((part) => part !== '').map((part) => `${size(part.length)}${more}\r\n${part}\r\n`);
    const sent = {
      length: `${head}Content-Length: ${body.length}\r\n\r\n${body}`,
      chunked: `${head}Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}0${more}\r\n${lines(trailers)}\r\n`,
      'until-close': `${head}\r\n${body}`,
    }[framing];
    return { status, fields: all, parts, sent, endsWithConnection: framing === 'until-close' };
  });

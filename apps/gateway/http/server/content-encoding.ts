import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { faultCode } from '#process';
import { HttpRefusal } from '../errors/refusal.js';

type Decoder = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const gunzipped: Decoder = promisify(gunzip);
const inflated: Decoder = promisify(inflate);
const inflatedRaw: Decoder = promisify(inflateRaw);
/** "deflate" is zlib by RFC 9110; some clients send it bare. The low nibble of zlib's first byte is always 8. */
const deflated: Decoder = (body, options) => ((body[0] ?? 0) % 16 === 8 ? inflated(body, options) : inflatedRaw(body, options));

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: gunzipped,
  'x-gzip': gunzipped,
  br: promisify(brotliDecompress),
  deflate: deflated,
};

/** Undoes `content-encoding`, last coding first; stops at the limit instead of filling the memory. */
export async function decodeBody(body: Buffer, encoding: string, limitBytes: number): Promise<Buffer> {
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim());
  const applied = codings.filter((coding) => coding !== '' && coding !== 'identity').reverse();
  if (applied.length > 2) throw unsupported('more than two codings');
  let decoded = body;
  for (const coding of applied) {
    const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
    if (decoder === undefined) throw unsupported('this coding');
    decoded = await decoder(decoded, { maxOutputLength: limitBytes }).catch((cause: unknown) => {
      throw broken(coding, limitBytes, cause);
    });
  }
  return decoded;
}

function unsupported(what: string): HttpRefusal {
  return new HttpRefusal('UNSUPPORTED_MEDIA_TYPE', {
    field: 'content-encoding',
    message: `content-encoding: ${what} is not supported; gzip, br and deflate are`,
    headers: { 'accept-encoding': 'gzip, br, deflate' },
  });
}

function broken(coding: string, limitBytes: number, cause: unknown): HttpRefusal {
  if (faultCode(cause) === 'ERR_BUFFER_TOO_LARGE') {
    return new HttpRefusal('REQUEST_TOO_LARGE', { message: `The body is larger than ${limitBytes} bytes when decoded`, cause });
  }
  return new HttpRefusal('INVALID_REQUEST', { field: 'content-encoding', message: `The body is not valid ${coding}`, cause });
}

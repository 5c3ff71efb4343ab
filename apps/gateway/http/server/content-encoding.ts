import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { HttpRefusal } from '../errors/refusal.js';

type Decoder = (body: Buffer) => Transform;

const gunzipped: Decoder = () => createGunzip();
/** "deflate" is zlib by RFC 9110; some clients send it bare. The low nibble of zlib's first byte is always 8. */
const deflated: Decoder = (body) => ((body[0] ?? 0) % 16 === 8 ? createInflate() : createInflateRaw());

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: gunzipped,
  'x-gzip': gunzipped,
  br: () => createBrotliDecompress(),
  deflate: deflated,
};

export interface DecodingBounds {
  readonly limitBytes: number;
  /** For each piece that is decoded; throws where there is no room for it. */
  readonly take: (bytes: number) => void;
}

/** Undoes `content-encoding`, last coding first; stops at the limit instead of filling the memory. */
export async function decodeBody(body: Buffer, encoding: string, bounds: DecodingBounds): Promise<Buffer> {
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
    decoded = await decodedBy(decoder(decoded), decoded, coding, bounds);
  }
  return decoded;
}

/** Leaving the loop ends the decoder. */
async function decodedBy(decoder: Transform, body: Buffer, coding: string, { limitBytes, take }: DecodingBounds): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  decoder.end(body);
  try {
    for await (const part of decoder as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > limitBytes) throw tooLarge(limitBytes);
      take(part.length);
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof HttpRefusal) throw cause;
    throw new HttpRefusal('INVALID_REQUEST', {
      field: 'content-encoding',
      message: `The body is not valid ${coding}`,
      cause,
      errorCode: 'request_body_encoding_invalid',
    });
  }
  return Buffer.concat(parts, bytes);
}

function unsupported(what: string): HttpRefusal {
  return new HttpRefusal('UNSUPPORTED_MEDIA_TYPE', {
    field: 'content-encoding',
    message: `content-encoding: ${what} is not supported; gzip, br and deflate are`,
    headers: { 'accept-encoding': 'gzip, br, deflate' },
    errorCode: 'request_body_encoding_unsupported',
  });
}

function tooLarge(limitBytes: number): HttpRefusal {
  const message = `The body is larger than ${limitBytes} bytes when decoded`;
  return new HttpRefusal('REQUEST_TOO_LARGE', { message, errorCode: 'request_body_too_large_after_decoding' });
}

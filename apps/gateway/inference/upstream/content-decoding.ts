import { Readable, pipeline, type Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { UpstreamFault, codeOf } from './upstream-fault.js';

/**
 * We ask for `identity`: compressing between data centres costs more time than it saves. Providers that compress all the same are decoded here,
 * off the main thread (zlib works in libuv's pool).
 */
interface Decoder {
  readonly whole: (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
  readonly stream: () => Transform;
}

const GZIP: Decoder = {
  whole: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  stream: () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
};
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: GZIP,
  'x-gzip': GZIP,
  deflate: {
    whole: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate),
    stream: () => zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  },
  br: {
    whole: promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
    stream: () => zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  },
};

/** Undefined: nothing to decode. An encoding that is not known, or several on top of each other, are a fault. */
export function decoderOf(contentEncoding: string | string[] | undefined): Decoder | undefined {
  if (contentEncoding === undefined || contentEncoding === '' || contentEncoding === 'identity') return undefined;
  const coding = String(contentEncoding).trim().toLowerCase();
  const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
  if (!decoder) throw new UpstreamFault('BAD_RESPONSE', new Error(`content-encoding ${String(contentEncoding)}`));
  return decoder;
}

export async function decodeWhole(decoder: Decoder, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await decoder.whole(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new UpstreamFault(codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'BODY_TOO_LARGE' : 'BAD_RESPONSE', error);
  }
}

/** Decodes chunk by chunk; a fault of the source comes through as it is. */
export async function* decodeStream(decoder: Decoder, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoding = decoder.stream();
  pipeline(Readable.from(chunks), decoding, () => undefined);
  try {
    yield* decoding as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof UpstreamFault ? error : new UpstreamFault('BAD_RESPONSE', error);
  }
}

import { Readable, pipeline, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { UpstreamFault } from './upstream-fault.js';

/**
 * We ask for `identity`: compressing between data centres costs more time than it saves. Providers that compress all the same are decoded here,
 * off the main thread (zlib works in libuv's pool).
 */
export type Decoder = () => Transform;

const GZIP: Decoder = () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH });
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: GZIP,
  'x-gzip': GZIP,
  deflate: () => zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
};

/** Undefined: nothing to decode. An encoding that is not known, or several on top of each other, are a fault. */
export function decoderOf(contentEncoding: string | string[] | undefined): Decoder | undefined {
  if (contentEncoding === undefined || contentEncoding === '' || contentEncoding === 'identity') return undefined;
  const coding = String(contentEncoding).trim().toLowerCase();
  const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
  if (!decoder) throw new UpstreamFault('BAD_RESPONSE', new Error(`content-encoding ${String(contentEncoding)}`));
  return decoder;
}

/** Decodes chunk by chunk; a fault of the source comes through as it is. */
export async function* decodeStream(decoder: Decoder, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  const decoding = decoder();
  pipeline(Readable.from(chunks), decoding, () => undefined);
  try {
    yield* decoding as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof UpstreamFault ? error : new UpstreamFault('BAD_RESPONSE', error);
  }
}

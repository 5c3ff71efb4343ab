import type { FastifyInstance } from 'fastify';
import { decodeBody } from './content-encoding.js';

/** Bytes of a body, as sent and as decoded. Base64 images come inline under `/v1`, whole price lists in an import; no other body has a reason to be large. */
export const BODY_LIMIT_BYTES = { v1: 32 * 1024 * 1024, priceList: 8 * 1024 * 1024, elsewhere: 1024 * 1024 } as const;

export function bodyLimitOf(url: string): number {
  if (url === '/admin/price-imports') return BODY_LIMIT_BYTES.priceList;
  return /^\/v1(\/|$)/.test(url) ? BODY_LIMIT_BYTES.v1 : BODY_LIMIT_BYTES.elsewhere;
}

/**
 * Every body of every type arrives as the Buffer that the client sent (decompressed where it says so): webhooks verify their
 * signature over it, `/v1` forwards it, and whoever wants JSON parses it once. Media types are checked there, not here.
 */
export function acceptRawBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, body, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined) {
      done(null, body);
      return;
    }
    decodeBody(body, encoding, request.routeOptions.bodyLimit ?? BODY_LIMIT_BYTES.elsewhere).then((decoded) => done(null, decoded), done);
  });
}

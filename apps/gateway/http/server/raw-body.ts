import type { FastifyInstance } from 'fastify';
import { BODY_LIMIT_BYTES } from '../route/body-limit.js';
import { decodeBody } from './content-encoding.js';

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

import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { RequestMemory, type MemoryBudget } from '../../ground/memory-budget.js';
import { HttpRefusal } from '../errors/refusal.js';
import { BODY_LIMIT_BYTES } from '../route/body-limit.js';
import { decodeBody } from './content-encoding.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What it holds of the memory budget, from the first byte of its body on. */
    memory: RequestMemory | null;
    /** Whose it is, told by whoever let it in: together his requests hold no more of the budget than they leave free. Null: a stranger's. */
    holder: string | null;
  }
}

/** A request whose head has come. */
export interface Incoming {
  readonly raw: IncomingMessage;
  memory: RequestMemory | null;
  readonly holder: string | null;
}

const STRANGERS = 'strangers';
/** A body of whoever has shown nothing yet is small, and has this long to arrive whole. */
const STRANGERS_BODY_MS = 15_000;

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * Every body of every type arrives as the Buffer that the client sent (decompressed where it says so): webhooks verify their
 * signature over it, `/v1` forwards it, and whoever wants JSON parses it once. Media types are checked there, not here.
 */
export function acceptRawBodies(fastify: FastifyInstance, budget: MemoryBudget): void {
  fastify.decorateRequest('memory', null);
  fastify.decorateRequest('holder', null);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (request, _payload, done) => {
    receiveBody(request, budget, request.routeOptions.bodyLimit ?? BODY_LIMIT_BYTES.elsewhere, done);
  });
}

/** A body takes its declared length from the budget when its first byte is read; one that declares none takes it as it grows. */
export function receiveBody(incoming: Incoming, budget: MemoryBudget, limitBytes: number, done: Done): void {
  const encoding = incoming.raw.headers['content-encoding'];
  if (encoding === undefined) return readBody(incoming, budget, limitBytes, done);
  readBody(incoming, budget, limitBytes, (error, body) => {
    if (error || !body) return done(error, body);
    const memory = memoryOf(incoming, budget);
    decodeBody(body, encoding, { limitBytes, take: (bytes) => memory.take(bytes) || busy() }).then((decoded) => {
      memory.give(body.length);
      done(null, decoded);
    }, done);
  });
}

/** Of a request: made when it is first needed. */
export function memoryOf(incoming: Incoming, budget: MemoryBudget): RequestMemory {
  return (incoming.memory ??= new RequestMemory(budget, incoming.holder ?? STRANGERS));
}

function readBody(incoming: Incoming, budget: MemoryBudget, limitBytes: number, done: Done): void {
  const { raw } = incoming;
  const length = raw.headers['content-length'];
  const declared = length === undefined ? undefined : Number(length);
  if (declared !== undefined && declared > limitBytes) return done(tooLarge(limitBytes));
  let body = EMPTY;
  let received = 0;

  const late = incoming.holder === null ? setTimeout(() => stop(tooSlow()), STRANGERS_BODY_MS) : undefined;
  const stop = (error: Error | null, whole?: Buffer): void => {
    clearTimeout(late);
    raw.off('data', onData);
    raw.off('end', onEnd);
    raw.off('error', onError);
    done(error, whole);
  };
  const onData = (chunk: Buffer): void => {
    const needed = received + chunk.length;
    if (needed > limitBytes) return stop(tooLarge(limitBytes));
    if (needed > body.length) {
      const size = declared ?? Math.min(limitBytes, Math.max(needed, body.length * 2));
      if (!memoryOf(incoming, budget).take(size - body.length)) return stop(noRoom());
      const larger = Buffer.allocUnsafe(size);
      body.copy(larger, 0, 0, received);
      body = larger;
    }
    // Never a view of what the socket was read into: it would keep all of that.
    chunk.copy(body, received);
    received = needed;
  };
  const onEnd = (): void => stop(null, received === body.length ? body : body.subarray(0, received));
  const onError = (error: Error): void => stop(Object.assign(error, { statusCode: 400 }));

  raw.on('data', onData);
  raw.on('end', onEnd);
  raw.on('error', onError);
}

const EMPTY = Buffer.alloc(0);

const tooLarge = (limitBytes: number): HttpRefusal =>
  new HttpRefusal('REQUEST_TOO_LARGE', { message: `The body is larger than ${limitBytes} bytes` });

const tooSlow = (): HttpRefusal =>
  new HttpRefusal('REQUEST_TIMEOUT', { message: `The body was not there within ${STRANGERS_BODY_MS / 1_000} s` });

const noRoom = (): HttpRefusal =>
  new HttpRefusal('GATEWAY_BUSY', { message: 'There is no room for the body in the memory of this gateway; try again' });

function busy(): never {
  throw noRoom();
}

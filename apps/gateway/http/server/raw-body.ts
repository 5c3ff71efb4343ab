import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { RequestMemory, type MemoryBudget } from '../../ground/memory-budget.js';
import { HttpRefusal } from '../errors/refusal.js';
import { BODY_LIMIT_BYTES } from '../route/body-limit.js';
import { ClientMessage, type BodySink } from './client-message.js';
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
  const reader = new BodyReader(incoming, budget, { limitBytes, declared }, done);
  if (raw instanceof ClientMessage && raw.takenBy(reader)) reader.leave = () => raw.leave();
  else reader.listen();
}

/** Puts a body together, and tells of it once. */
class BodyReader implements BodySink {
  /** Nothing more of it is wanted. */
  leave: () => void = () => undefined;
  private body = EMPTY;
  private received = 0;
  private readonly late: NodeJS.Timeout | undefined;

  constructor(
    private readonly incoming: Incoming,
    private readonly budget: MemoryBudget,
    private readonly size: { readonly limitBytes: number; readonly declared: number | undefined },
    private readonly done: Done,
  ) {
    this.late = incoming.holder === null ? setTimeout(() => this.stop(tooSlow()), STRANGERS_BODY_MS) : undefined;
  }

  /** From the stream, whose pieces are lost when nobody listens any more. */
  listen(): void {
    const { raw } = this.incoming;
    const chunk = (bytes: Buffer): void => this.chunk(bytes);
    const end = (): void => {
      this.leave();
      this.end();
    };
    const failed = (error: Error): void => this.failed(error);
    raw.on('data', chunk).on('end', end).on('error', failed);
    this.leave = () => void raw.off('data', chunk).off('end', end).off('error', failed);
  }

  chunk(bytes: Buffer): void {
    const { received, body, incoming, budget } = this;
    const { limitBytes, declared } = this.size;
    const needed = received + bytes.length;
    if (needed > limitBytes) return this.stop(tooLarge(limitBytes));
    if (needed > body.length) {
      const size = declared ?? Math.min(limitBytes, Math.max(needed, body.length * 2));
      if (!memoryOf(incoming, budget).take(size - body.length)) return this.stop(noRoom());
      const larger = Buffer.allocUnsafe(size);
      body.copy(larger, 0, 0, received);
      this.body = larger;
    }
    // Never a view of what the socket was read into: it would keep all of that.
    bytes.copy(this.body, received);
    this.received = needed;
  }

  end(): void {
    const { received, body } = this;
    clearTimeout(this.late);
    this.done(null, received === body.length ? body : body.subarray(0, received));
  }

  failed(error: Error): void {
    this.stop(Object.assign(error, { statusCode: 400 }));
  }

  private stop(error: Error): void {
    clearTimeout(this.late);
    this.leave();
    this.done(error);
  }
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

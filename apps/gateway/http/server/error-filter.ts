import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { dialectOf, errorAnswer, type ErrorAnswer } from '../errors/error-dialects.js';
import { refusalOf } from '../errors/error-mapping.js';
import { languageOf } from '../errors/language.js';

/** The one place where an error becomes an answer, whoever threw it: Fastify, Nest, a controller or a hook. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { id, raw, routeOptions, caller } = request;
    const answer = this.answerTo(error, { id, raw, caller, path: routeOptions.url }, reply.sent || reply.raw.headersSent);
    if (!answer) {
      reply.raw.destroy();
      return;
    }
    // Fastify would close at once, and what is still to come of the body would reset the connection before the answer was read.
    if (!raw.complete && request.headers.upgrade === undefined) void reply.removeHeader('connection');
    void reply.code(answer.status).headers(answer.headers).send(answer.body);
  }

  /** Undefined where no answer can be read any more, or another one has begun: then the connection is to be closed. Logs what is our own fault. */
  answerTo(error: unknown, { id, raw, path, caller }: Asked, hasBegun: boolean): ErrorAnswer | undefined {
    const { method, url, headers } = raw;
    if (isGone(raw)) {
      this.log.debug({ request_id: id, method, err: error }, 'A client went away before its request had come');
      return undefined;
    }
    const refusal = refusalOf(error);
    if (refusal.code === 'INTERNAL') this.log.error({ err: error, request_id: id, method }, 'A request met a fault');
    // Too late for a status: whoever had begun the answer ends it in its own protocol, else the client sees it cut.
    return hasBegun ? undefined : errorAnswer(refusal, dialectOf(path ?? url ?? '', headers), id, languageOf({ headers, caller }));
  }
}

interface Asked {
  readonly id: string;
  readonly raw: IncomingMessage;
  /** Of its route, however the request spells it. */
  readonly path: string | undefined;
  /** Whom the gate let in, where it came so far. */
  readonly caller?: unknown;
}

/** Its upload was cut: nobody made a mistake here, and nobody reads an answer. */
const isGone = (raw: IncomingMessage): boolean => raw.destroyed && !raw.complete;

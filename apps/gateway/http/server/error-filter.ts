import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { dialectOf, errorAnswer } from '../errors/error-dialects.js';
import { refusalOf } from '../errors/error-mapping.js';

/** The one place where an error becomes an answer, whoever threw it: Fastify, Nest, a controller or a hook. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (isGone(request)) {
      this.log.debug({ request_id: request.id, method: request.method, err: error }, 'A client went away before its request had come');
      reply.raw.destroy();
      return;
    }
    const refusal = refusalOf(error);
    if (refusal.code === 'INTERNAL')
      this.log.error({ err: error, request_id: request.id, method: request.method }, 'A request met a fault');
    if (reply.sent || reply.raw.headersSent) {
      // Too late for a status: whoever had begun the answer ends it in its own protocol, else the client sees it cut.
      reply.raw.destroy();
      return;
    }
    // Fastify would close at once, and what is still to come of the body would reset the connection before the answer was read.
    if (!request.raw.complete && request.headers.upgrade === undefined) void reply.removeHeader('connection');
    const answer = errorAnswer(refusal, dialectOf(request.routeOptions.url ?? request.raw.url ?? '', request.headers), request.id);
    void reply.code(answer.status).headers(answer.headers).send(answer.body);
  }
}

/** Its upload was cut: nobody made a mistake here, and nobody reads an answer. */
const isGone = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete;

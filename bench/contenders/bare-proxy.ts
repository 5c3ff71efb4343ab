import 'reflect-metadata';
import { pipeline } from 'node:stream/promises';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Pool } from 'undici';

/**
 * The least that a gateway on this stack could do: Nest on Fastify reads the body, an undici pool forwards it, the answer goes back, chunk by chunk
 * where it is a stream. No key is looked at, no JSON parsed, nothing recorded. What the gateway is slower by is the price of its books.
 */
const upstream = new Pool(process.env['BENCH_UPSTREAM']!, { connections: Number(process.env['BENCH_CONNECTIONS'] ?? 128) });

@Controller()
class ProxyController {
  @Post('*')
  async forward(@Req() request: FastifyRequest<{ Body: Buffer }>, @Res() reply: FastifyReply): Promise<void> {
    const { statusCode, headers, body } = await upstream.request({
      method: 'POST',
      path: request.url,
      headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
      body: request.body,
    });
    const type = String(headers['content-type']);
    if (type.startsWith('text/event-stream')) {
      reply.hijack();
      reply.raw.writeHead(statusCode, { 'content-type': type });
      // A client that leaves ends the provider's stream with it.
      return pipeline(body, reply.raw).catch(() => undefined);
    }
    void reply
      .status(statusCode)
      .type(type)
      .send(Buffer.from(await body.arrayBuffer()));
  }
}

@Module({ controllers: [ProxyController] })
class ProxyModule {}

const app = await NestFactory.create<NestFastifyApplication>(ProxyModule, new FastifyAdapter({ skipMiddie: true }), {
  bodyParser: false,
  logger: ['error', 'warn'],
});
const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
await app.listen(Number(process.env['PORT']), '127.0.0.1');

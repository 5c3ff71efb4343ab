import 'reflect-metadata';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Pool } from 'undici';

/**
 * The least that a gateway on this stack could do: Nest on Fastify reads the body, an undici pool forwards it, the answer goes back. No
 * key is looked at, no JSON parsed, nothing recorded. What the gateway is slower by is the price of its books.
 */
const upstream = new Pool(process.env['BENCH_UPSTREAM']!, { connections: 128 });

@Controller()
class ProxyController {
  @Post('v1/chat/completions')
  async forward(@Req() request: FastifyRequest<{ Body: Buffer }>, @Res() reply: FastifyReply): Promise<void> {
    const answer = await upstream.request({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
      body: request.body,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    void reply.status(answer.statusCode).type('application/json').send(bytes);
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

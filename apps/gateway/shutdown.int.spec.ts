import { Controller, Get, Inject, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Agent, get as httpGet } from 'node:http';
import { HttpTraffic } from './http/server/http-traffic.js';
import { startTestGateway } from './testing/gateway.js';

@Controller()
class Slow {
  constructor(@Inject(HttpTraffic) private readonly traffic: HttpTraffic) {}

  @Get('slow')
  async slow(): Promise<object> {
    begun.resolve();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { done: true };
  }
  @Get('fast')
  fast(): object {
    return {};
  }
  /** As a stream does: ends itself with a typed error when the time is up. */
  @Get('endless')
  endless(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200);
    reply.raw.write('begun ');
    this.traffic.cut.addEventListener('abort', () => reply.raw.end('cut'));
  }
}
@Module({ controllers: [Slow] })
class SlowModule {}

/** The slow request is being answered. */
let begun: PromiseWithResolvers<void>;

describe('stopping', () => {
  beforeEach(() => (begun = Promise.withResolvers()));

  it('lets requests in flight end, and takes no new connection', async () => {
    const { url, stop } = await startTestGateway([SlowModule]);
    const slow = fetch(`${url}/slow`);
    await begun.promise;
    const stopped = stop();
    await expect(fetch(`${url}/fast`)).rejects.toThrow();
    expect(await (await slow).json()).toEqual({ done: true });
    await stopped;
  });

  it('refuses a new request on an open connection, in its own dialect', async () => {
    const { url, stop } = await startTestGateway([SlowModule]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const status = (path: string): Promise<[number | undefined, string]> =>
      new Promise((resolve, reject) => {
        httpGet(`${url}${path}`, { agent }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve([response.statusCode, text]));
        }).on('error', reject);
      });
    const slow = status('/slow');
    const next = status('/v1/messages').catch(() => 'closed');
    await begun.promise;
    const stopped = stop();
    expect((await slow)[0]).toBe(200);
    const answer = await next;
    // Node may have closed the connection after the answer before; if not, the refusal is typed.
    if (answer !== 'closed') expect(answer).toEqual([503, expect.stringContaining('overloaded_error')]);
    await stopped;
    agent.destroy();
  });

  it('cuts what has not ended when the time is up, and lets it say so', async () => {
    const { url, stop, logged } = await startTestGateway([SlowModule], { drainMs: 100 });
    const response = await fetch(`${url}/endless`);
    const started = performance.now();
    const stopped = stop();
    expect(await response.text()).toBe('begun cut');
    await stopped;
    expect(performance.now() - started).toBeLessThan(9_000);
    expect(logged()).toBe('');
  });

  it('happens once, however often it is asked for', async () => {
    const { stop, gateway } = await startTestGateway([SlowModule]);
    await Promise.all([stop(), gateway.stop()]);
  });
});

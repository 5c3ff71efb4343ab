import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { plain } from './answers.js';
import type { ProviderAnswer, Received } from './provider-answer.js';

/** A provider that does what a test tells it to, over real HTTP on loopback. */
export class Upstream {
  readonly received: Received[] = [];
  /** How it answers; a test may change it at any time. */
  answer: ProviderAnswer = plain();

  private constructor(private readonly server: Server) {}

  static async start(answer?: ProviderAnswer): Promise<Upstream> {
    // It never closes a connection that it has not used for a while, which would meet the next request on it now and then.
    const server = createServer({ keepAliveTimeout: 0 });
    const upstream = new Upstream(server);
    if (answer) upstream.answer = answer;
    server.on('request', (request, response) => void upstream.serve(request, response));
    server.listen(0, '127.0.0.1', 4_096);
    await once(server, 'listening');
    return upstream;
  }

  /** As an SDK takes it: with `/v1`. */
  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Forgets what it received, and answers so from now on. */
  expect(answer: ProviderAnswer): void {
    this.received.length = 0;
    this.answer = answer;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
      const closed = new Promise((resolve) => response.once('close', resolve));
      const received = { body, headers: request.headers, path: request.url ?? '', closed };
      this.received.push(received);
      await this.answer(response, received);
    } catch {
      // The caller went away while it was answered: a gateway that is killed does that.
      response.destroy();
    }
  }
}

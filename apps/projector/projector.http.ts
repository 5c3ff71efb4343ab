import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { notListening } from '#process';
import { BUILDING, projectorMetrics } from '#projecting';
import type { StandingProjector } from '#projector';

/** For orchestrators and Prometheus: `/healthz`, `/readyz`, `/metrics`, as the gateway has them. No credentials, nothing else. */
export class ProjectorHttp {
  readonly #registry = new Registry();
  readonly #server: Server;

  private constructor(private readonly projector: StandingProjector) {
    collectDefaultMetrics({ register: this.#registry });
    this.#server = createServer((request, response) => {
      void this.#answer(new URL(request.url ?? '/', 'http://localhost').pathname, response);
    });
  }

  static async listen(projector: StandingProjector, host: string, port: number): Promise<ProjectorHttp> {
    const http = new ProjectorHttp(projector);
    await new Promise<void>((resolve, reject) => {
      http.#server.once('error', (cause) => reject(notListening(cause, host, port) as Error));
      http.#server.listen({ host, port }, resolve);
    });
    return http;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(path: string, response: ServerResponse): Promise<void> {
    if (path === '/healthz') return json(response, 200, { status: 'ok' });
    if (path === '/readyz') return this.#readyz(response);
    if (path !== '/metrics') return json(response, 404, { status: 'not_found' });
    const text = await this.#metrics();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
  }

  /** One that stands by is ready: it leads as soon as it may. */
  async #readyz(response: ServerResponse): Promise<void> {
    const { phase, view } = this.projector;
    const problem = view === undefined ? 'the stores are away' : await view.problem().catch(() => 'the read models do not answer');
    const isFault = problem !== undefined && problem !== BUILDING;
    if (isFault) return json(response, 503, { status: 'not_ready', phase, failures: { projector: problem } });
    json(response, 200, { status: 'ready', phase });
  }

  async #metrics(): Promise<string> {
    const { phase, view } = this.projector;
    const leading = [
      '# HELP tokenok_projector_leading 1 where this process leads the projections, 0 where it stands by.',
      '# TYPE tokenok_projector_leading gauge',
      `tokenok_projector_leading ${phase === 'leading' ? 1 : 0}`,
      '',
    ].join('\n');
    const lag = view === undefined ? '' : await projectorMetrics(view).catch(() => '');
    return `${leading}${lag}${await this.#registry.metrics()}`;
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...(status === 503 && { 'retry-after': '1' }) };
  response.writeHead(status, headers).end(JSON.stringify(body));
}

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { RequestMemory, type MemoryBudget } from '../../ground/memory-budget.js';
import { newId } from '../../ground/request-id.js';
import { requireJsonMediaType } from '../input/json.js';
import type { Access } from '../route/route-settings.js';
import type { ErrorFilter } from './error-filter.js';
import type { RouteLatency } from './http-metrics.js';
import type { HttpTraffic } from './http-traffic.js';
import { receiveBody } from './raw-body.js';

/** What a hot route asks of the server. */
export interface HotServer {
  readonly traffic: HttpTraffic;
  readonly errors: ErrorFilter;
  readonly budget: MemoryBudget;
}

/** A route of POST that is taken before the router, as its decorators describe it. */
export interface HotRoute {
  readonly path: string;
  readonly access: Access;
  readonly bodyLimit: number;
  readonly latency: RouteLatency;
  readonly server: HotServer;
}

/**
 * One request of a hot route, and the answer to it. What it meets is what hooks and parsers do for the others, in the same order: counted in flight; refused while
 * stopping, or for its head; who may take the route, from the headers alone; the media type; the body as raw bytes from the budget. Then it is the room's.
 */
export abstract class HotRequest {
  readonly id = newId('req');
  readonly startedAt = performance.now();
  /** Whose it is, and what it holds of the memory: its body, and what it keeps of its answer. */
  holder!: string;
  memory!: RequestMemory;

  constructor(
    readonly route: HotRoute,
    readonly raw: IncomingMessage,
    readonly response: ServerResponse,
  ) {}

  get headers(): IncomingHttpHeaders {
    return this.raw.headers;
  }

  get path(): string {
    return this.route.path;
  }

  /** What every answer of ours says. */
  get standing(): Readonly<Record<string, string>> {
    return this.route.server.traffic.headersFor(this.raw);
  }

  /** For a refusal: what is known of the request by then. */
  protected get told(): Readonly<Record<string, string>> | undefined {
    return undefined;
  }

  get incoming(): this {
    return this;
  }

  /** Who calls, and in whose name. Throws the refusal. */
  protected abstract authenticate(access: Access): string;

  /** The whole body has come; the refusal is thrown, or told to `refuse` later. */
  protected abstract received(body: Buffer): void;

  begin(): void {
    const { raw, response, route } = this;
    const { traffic, budget } = route.server;
    traffic.began(this);
    response.on('finish', () => {
      traffic.finished(raw, response);
      route.latency(response.statusCode, performance.now() - this.startedAt);
    });
    const refused = traffic.refusalOf(raw);
    if (refused) return this.refuse(refused);
    try {
      this.holder = this.authenticate(route.access);
      requireJsonMediaType(raw);
    } catch (refusal) {
      return this.refuse(refusal);
    }
    this.memory = new RequestMemory(budget, this.holder);
    receiveBody(this, budget, route.bodyLimit, (error, body) => {
      if (error || !body) return this.refuse(error);
      try {
        this.received(body);
      } catch (refusal) {
        this.refuse(refusal);
      }
    });
  }

  /** Answers with an error of the catalogue, in the route's dialect; closes the connection where an answer has begun, or nobody can read one. */
  refuse(error: unknown): void {
    const { response } = this;
    const answer = this.route.server.errors.answerTo(error, this, response.headersSent);
    if (!answer) {
      response.destroy();
      return;
    }
    this.answer(answer.status, answer.headers, answer.body);
  }

  /** Head and body in one write, with what every answer of ours says. */
  answer(status: number, headers: Readonly<Record<string, string>>, body: string | Buffer): void {
    const { response, id, told, standing } = this;
    const all: Record<string, string> = { 'x-request-id': id, ...standing, ...told, ...headers };
    // As the router says it of every text.
    if (typeof body === 'string') all['content-type'] += '; charset=utf-8';
    all['content-length'] = String(Buffer.byteLength(body));
    response.writeHead(status, all).end(body);
  }
}

import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { RequestMemory } from '../../ground/memory-budget.js';
import type { KeyCaller } from '../../auth/key-authenticator.js';
import type { Bodies } from '../bodies/bodies.js';
import type { ClientRequest } from '../bodies/client-request.js';
import type { AdmittedRequest } from './admitted-request.js';
import type { ClientConnection } from './client-connection.js';

/** What of a reply of the HTTP server an answer uses; Fastify's is one. */
export interface HttpReply {
  readonly raw: ServerResponse;
  header(name: string, value: string): unknown;
  /** Those that every answer has. */
  getHeaders(): Readonly<Record<string, unknown>>;
  headers(values: Readonly<Record<string, string>>): unknown;
  /** From here on the server writes nothing of its own. */
  hijack(): unknown;
}

/** One request and its answer, from the body understood to the last byte: who asks, for what, who listens, and what is held for it. */
export class Exchange {
  /** Set as soon as its hold is durable, before any provider is asked. */
  admitted!: AdmittedRequest;

  constructor(
    readonly id: string,
    readonly caller: KeyCaller,
    readonly request: ClientRequest,
    readonly clientHeaders: IncomingHttpHeaders,
    readonly client: ClientConnection,
    readonly reply: HttpReply,
    readonly startedAt: number,
    /** Of its body and its answer. */
    readonly memory: RequestMemory,
    readonly bodies: Bodies,
  ) {}
}

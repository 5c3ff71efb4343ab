import type { WireApi } from '#wire';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyAuthenticator } from '../../auth/key-authenticator.js';
import { KeyedRequest } from '../../auth/keyed-request.js';
import type { HotRoute } from '../../http/server/hot-request.js';
import type { Bodies } from '../bodies/bodies.js';
import type { ClientRequest } from '../bodies/client-request.js';
import type { AdmittedRequest } from './admitted-request.js';
import { ClientConnection } from './client-connection.js';

/** Where exchanges are served, and what they need on their way. */
export interface ExchangeRoom {
  readonly keys: KeyAuthenticator;
  readonly bodies: Bodies;
  serve(exchange: Exchange, body: Buffer): Promise<void>;
}

/** One request and its answer, from its arrival to the last byte: who asks, for what, who listens, and what is held for it. */
export class Exchange extends KeyedRequest {
  /** Set when the body has been understood. */
  request!: ClientRequest;
  client!: ClientConnection;
  /** Set as soon as its hold is durable, before any provider is asked. */
  admitted!: AdmittedRequest;

  constructor(
    readonly api: WireApi,
    private readonly room: ExchangeRoom,
    route: HotRoute,
    raw: IncomingMessage,
    response: ServerResponse,
  ) {
    super(room.keys, route, raw, response);
  }

  get bodies(): Bodies {
    return this.room.bodies;
  }

  /** For a refusal: even an answer that no provider was asked for says where it would have gone. */
  tell(headers: Readonly<Record<string, string>>): void {
    this.told = { ...this.told, ...headers };
  }

  protected override received(body: Buffer): void {
    this.client = new ClientConnection(this.response);
    this.room.serve(this, body).catch((refusal: unknown) => this.refuse(refusal));
  }
}

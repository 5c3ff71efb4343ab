import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as the provider received it. */
export interface Received {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  /** Resolves when the connection is gone or the answer is out. */
  readonly closed: Promise<unknown>;
}

export type ProviderAnswer = (response: ServerResponse, received: Received) => Promise<void> | void;

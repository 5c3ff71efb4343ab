import { Pool, buildConnector } from 'undici';
import { Destinations, RefusedDestination } from '../../ground/destinations.js';
import { Framing } from './framing.js';
import { OurWords } from './our-words.js';
import { ResponseReader, type AnswerListener, type AnswerRoom, type UpstreamResponse } from './response-reader.js';
import { UpstreamFault } from './upstream-fault.js';

export interface UpstreamRequest {
  /** The whole address: the provider's `base_url` and the route, for example `https://api.openai.com/v1/chat/completions`. */
  readonly url: string;
  /** Name and value in turn, the credential among them. */
  readonly headers: readonly string[];
  /** Never told to a client, nor whose it is. */
  readonly credential: string;
  readonly body: Buffer;
  readonly room: AnswerRoom;
  /** Milliseconds since the epoch: then the call ends with `DEADLINE`, whatever it was doing. */
  readonly deadline: number;
}

/** A call under way. */
export interface UpstreamCall {
  /** Closes the connection at once; the call, or the stream that is read, ends with `ABORTED`. */
  abort(): void;
}

export interface AwaitedCall extends UpstreamCall {
  /** Rejects with an `UpstreamFault`. A status of 4xx or 5xx is a response, not a fault. */
  readonly response: Promise<UpstreamResponse>;
}

/** One pool for each origin. Connections are as many as there are calls at once: model answers take seconds, so a small pool would be a queue. */
const CONNECTIONS_PER_ORIGIN = 4096;
const POOL: Pool.Options = {
  connections: CONNECTIONS_PER_ORIGIN,
  pipelining: 1,
  allowH2: false,
  // Both are told by the deadline of the call: undici would set a timer of its own for each, and for each answer.
  headersTimeout: 0,
  bodyTimeout: 0,
  // Idle connections are closed before most servers close theirs; a server's own hint goes first, less two seconds for the way.
  keepAliveTimeout: 10_000,
  keepAliveMaxTimeout: 300_000,
  keepAliveTimeoutThreshold: 2_000,
  maxHeaderSize: 64 * 1024,
};

const CONNECT_TIMEOUT_MS = 10_000;

/** The deadline bounds both; these catch a provider that died silently. */
const SILENCE = { headersTimeout: 600_000, bodyTimeout: 300_000 };
/** Far more than there are providers; credentials are replaced from time to time. */
const ACCOUNTS_REMEMBERED = 1_000;

interface Endpoint {
  readonly pool: Pool;
  readonly path: string;
}

/** Calls providers over HTTP/1.1. Nothing is retried here: which target comes next is the routing's business. */
export class UpstreamClient {
  private readonly pools = new Map<string, Pool>();
  private readonly endpoints = new Map<string, Endpoint>();
  /** By the credential that an account is asked with. */
  private readonly accounts = new Map<string, OurWords>();

  private readonly silence: { readonly headersMs: number; readonly bodyMs: number };
  private readonly options: Pool.Options;
  private readonly connectTimeoutMs: number;
  private readonly framing = new Framing();

  /** `options` override the pools' settings, for tests. */
  constructor(
    { headersTimeout, bodyTimeout, connectTimeout = CONNECT_TIMEOUT_MS, ...options }: Pool.Options = {},
    private readonly destinations = new Destinations(),
  ) {
    this.options = options;
    this.connectTimeoutMs = connectTimeout;
    this.silence = { headersMs: headersTimeout ?? SILENCE.headersTimeout, bodyMs: bodyTimeout ?? SILENCE.bodyTimeout };
  }

  /** The listener hears once; of a call that cannot even begin at once. */
  ask(request: UpstreamRequest, listener: AnswerListener): UpstreamCall {
    const leftMs = request.deadline - Date.now();
    const times = { deadlineMs: performance.now() + leftMs, ...this.silence };
    const reader = new ResponseReader(listener, times, request.room, this.oursAt(request.credential), this.framing);
    if (leftMs <= 0) reader.giveUp(new UpstreamFault('DEADLINE'));
    else this.dispatch(request, reader);
    return reader;
  }

  /** For who waits for it. A signal costs more than the rest of the call: `abort` does the same. */
  call({ signal, ...request }: UpstreamRequest & { readonly signal?: AbortSignal }): AwaitedCall {
    const { promise, resolve, reject } = Promise.withResolvers<UpstreamResponse>();
    const call = this.ask(request, { answered: resolve, failed: reject });
    const abort = () => call.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    return { response: promise, abort };
  }

  /** Waits for the calls under way, or cuts them. */
  async close({ cut = false } = {}): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => (cut ? pool.destroy() : pool.close())));
  }

  private dispatch(request: UpstreamRequest, reader: ResponseReader): void {
    try {
      const { pool, path } = this.endpointOf(request.url);
      pool.dispatch({ method: 'POST', path, headers: [...EVERY_CALL, ...request.headers], body: request.body }, reader);
    } catch (error) {
      reader.giveUp(new UpstreamFault('CONNECT_FAILED', error));
    }
  }

  private oursAt(credential: string): OurWords {
    const known = this.accounts.get(credential);
    if (known) return known;
    const ours = new OurWords(credential);
    if (this.accounts.size >= ACCOUNTS_REMEMBERED) this.accounts.clear();
    this.accounts.set(credential, ours);
    return ours;
  }

  private endpointOf(url: string): Endpoint {
    const known = this.endpoints.get(url);
    if (known) return known;
    const { origin, hostname, pathname, search } = new URL(url);
    // Sockets look up names only.
    const refusal = this.destinations.refusalOfName(hostname);
    if (refusal !== undefined) throw new RefusedDestination(refusal);
    let pool = this.pools.get(origin);
    if (!pool) this.pools.set(origin, (pool = new Pool(origin, { ...POOL, connect: this.connector(), ...this.options })));
    const endpoint = { pool, path: pathname + search };
    this.endpoints.set(url, endpoint);
    return endpoint;
  }

  private connector(): buildConnector.connector {
    const { lookup } = this.destinations;
    const connect = buildConnector({ lookup, allowH2: false, timeout: this.connectTimeoutMs });
    return (options, done) =>
      connect(options, (...[fault, socket]) => {
        if (fault) done(fault, null);
        else done(null, this.framing.watch(socket));
      });
  }
}

const EVERY_CALL: readonly string[] = [
  'content-type',
  'application/json',
  'accept',
  'application/json, text/event-stream',
  'accept-encoding',
  'identity',
  'user-agent',
  'tokenok',
];

import { HttpClient, type Target } from '#http-client';
import { Destinations, RefusedDestination } from '../../ground/destinations.js';
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

/** To one origin. They are as many as there are calls at once: model answers take seconds, so a few connections would be a queue. */
const MOST_CONNECTIONS = 4_096;
const CONNECT_TIMEOUT_MS = 10_000;

/** Idle connections are closed before most servers close theirs; a server's own hint goes first, less two seconds for the way. */
const IDLE_CONNECTION_MS = 10_000;
const MOST_IDLE_MS = 300_000;
const IDLE_MARGIN_MS = 2_000;

/** The deadline bounds both; these catch a provider that died silently. */
const HEADERS_SILENCE_MS = 600_000;
const BODY_SILENCE_MS = 300_000;
/** Far more than there are providers; credentials are replaced from time to time. */
const ACCOUNTS_REMEMBERED = 1_000;

/** What stands in place of the constants, in milliseconds but for `ca`: for tests. */
export interface UpstreamOptions {
  readonly headersMs?: number;
  readonly bodyMs?: number;
  readonly connectMs?: number;
  readonly mostConnections?: number;
  /** The certificates that are trusted. */
  readonly ca?: string;
}

/** Calls providers over HTTP/1.1. Nothing is retried here: which target comes next is the routing's business. */
export class UpstreamClient {
  private readonly client: HttpClient;
  private readonly targets = new Map<string, Target>();
  /** By the credential that an account is asked with. */
  private readonly accounts = new Map<string, OurWords>();

  private readonly silence: { readonly headersMs: number; readonly bodyMs: number };

  constructor(
    options: UpstreamOptions = {},
    private readonly destinations = new Destinations(),
  ) {
    this.silence = { headersMs: options.headersMs ?? HEADERS_SILENCE_MS, bodyMs: options.bodyMs ?? BODY_SILENCE_MS };
    this.client = new HttpClient({
      mostConnections: options.mostConnections ?? MOST_CONNECTIONS,
      connectMs: options.connectMs ?? CONNECT_TIMEOUT_MS,
      idleMs: IDLE_CONNECTION_MS,
      mostIdleMs: MOST_IDLE_MS,
      idleMarginMs: IDLE_MARGIN_MS,
      lookup: destinations.lookup,
      ca: options.ca,
    });
  }

  /** The listener hears once; of a call that cannot even begin at once. */
  ask(request: UpstreamRequest, listener: AnswerListener): UpstreamCall {
    const leftMs = request.deadline - Date.now();
    const times = { deadlineMs: performance.now() + leftMs, ...this.silence };
    const reader = new ResponseReader(listener, times, request.room, this.oursAt(request.credential));
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
  close({ cut = false } = {}): Promise<void> {
    return this.client.close({ cut });
  }

  private dispatch(request: UpstreamRequest, reader: ResponseReader): void {
    try {
      this.client.ask(this.targetOf(request.url), request.headers, request.body, reader);
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

  private targetOf(url: string): Target {
    const known = this.targets.get(url);
    if (known) return known;
    const parsed = new URL(url);
    // Sockets look up names only.
    const refusal = this.destinations.refusalOfName(parsed.hostname);
    if (refusal !== undefined) throw new RefusedDestination(refusal);
    const target = this.client.target(parsed, EVERY_CALL);
    this.targets.set(url, target);
    return target;
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

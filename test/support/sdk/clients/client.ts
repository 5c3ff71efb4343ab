/** A real SDK, called as its users call it. What it shows them is told in one form, so that the scenarios are written once. */
export interface Client {
  readonly name: string;
  /** The one that it speaks; see `ROUTINGS`. */
  readonly protocol: 'openai' | 'anthropic';
  /** What it calls the end of a text, and of a turn that calls a tool. */
  readonly ends: { readonly text: string; readonly tool: string };
  readonly raises: Readonly<Record<Failure, Raised>>;
  plain(at: Access, ask: Ask): Promise<Answered>;
  stream(at: Access, ask: Ask): Promise<Answered>;
  /** Offers `weather`, answers its call with `SUNNY`, and asks again. */
  tool(at: Access, ask: Ask): Promise<ToolTurn>;
  streamTool(at: Access, ask: Ask): Promise<ToolTurn>;
  /** The value that the SDK parsed out of an answer by the schema `CITY`. */
  structured(at: Access, ask: Ask): Promise<unknown>;
  /** Asks about `PIXEL`. */
  image(at: Access, ask: Ask): Promise<Answered>;
  readonly embed: ((at: Access, model: string, texts: readonly string[]) => Promise<readonly (readonly number[])[]>) | Lacks;
  /** Every model that it lists, and one by its id, the last. */
  readonly models: ((at: Access, id: string) => Promise<readonly string[]>) | Lacks;
  /** Streams, and aborts in its own way after so many pieces of text; resolves with how many came, or raises. */
  leave(at: Access, ask: Ask, after: number): Promise<void>;
  /** Asks for a plain answer, and aborts before it comes. */
  abandon(at: Access, ask: Ask, afterMs: number): Promise<unknown>;
  /** Ends what runs beside the tests. */
  close?(): void;
}

/** To a provider of the client's own protocol, byte for byte; to one of the other, translated. */
export const ROUTINGS = ['same', 'cross'] as const;
export type Routing = (typeof ROUTINGS)[number];

export interface Ask {
  readonly model: string;
  readonly prompt: string;
}

export interface Answered {
  readonly text: string;
  readonly end: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In how many pieces the text came; 1 where it is plain. */
  readonly pieces: number;
}

export interface ToolTurn {
  readonly end: string;
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  /** What came of the tool's result. */
  readonly text: string;
}

/** The SDK has no such thing. `because` says why, `isSo` looks whether that is still true of the installed version. */
export interface Lacks {
  readonly because: string;
  readonly isSo: () => boolean | Promise<boolean>;
}

export const FAILURES = [
  'unknown key',
  'empty balance',
  'unknown model',
  'rate limit',
  'failed provider',
  'error within the stream',
  'cut stream',
  'stream without its end',
  'gateway stopped or fenced',
  'charge not recorded',
  'left',
  'abandoned',
] as const;
export type Failure = (typeof FAILURES)[number];

/** A class that the SDK exports for `catch`; by its name where the SDK is of another language; null: it raises nothing. */
export type Raised = (abstract new (...args: never[]) => Error) | string | null;

/** What the SDKs that are generated alike, for whichever language, call their classes; what is above them names them as they do. */
export const RAISED_ALIKE = {
  'unknown key': 'AuthenticationError',
  'unknown model': 'NotFoundError',
  'rate limit': 'RateLimitError',
  'failed provider': 'InternalServerError',
  'error within the stream': 'APIError',
  'cut stream': 'APIError',
  'stream without its end': 'APIError',
  'gateway stopped or fenced': 'InternalServerError',
  'charge not recorded': 'InternalServerError',
} as const satisfies Partial<Record<Failure, Raised>>;

/** Where an SDK is pointed to, and how often it went there. */
export class Access {
  sent = 0;
  /** Answers that have begun. */
  begun = 0;

  constructor(
    readonly url: string,
    readonly key: string,
    /** Undefined: as often as the SDK does by itself. */
    readonly retries?: number,
  ) {}

  withKey(key: string): Access {
    return new Access(this.url, key, this.retries);
  }

  withRetries(retries: number): Access {
    return new Access(this.url, this.key, retries);
  }

  /** Only counts. */
  readonly fetch: typeof fetch = async (input, init) => {
    this.sent += 1;
    const response = await fetch(input, init);
    this.begun += 1;
    return response;
  };
}

export const SUNNY = 'Sunny';
/** One red pixel. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';
export const CITY = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
};

export function abortAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}

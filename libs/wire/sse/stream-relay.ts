import type { Ending } from '../meaning/endings.js';
import type { WireError } from '../common/errors.js';
import type { ToldUsage } from '../common/told-usage.js';
import type { UpstreamError } from '../common/upstream-error.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import type { SseFields } from './frames.js';
import type { StreamState } from './stream-facts.js';

/** A comment: readers of event streams skip it (WHATWG HTML, 9.2.6). */
export const COMMENT_PING = Buffer.from(': ping\n\n');

/** One way through for every dialect's stream: bytes in, bytes out, and at the end what is needed for the charge. */
export interface StreamRelay {
  /** A trait of its provider, to be said before anything comes: it never marks the end of a stream. */
  endsWithoutDone: boolean;
  readonly state: StreamState;
  /** An event came, not only comments: from now on the answer can no longer start over with another provider. */
  readonly started: boolean;
  /** Whether more bytes of text than this came, whatever stood around it. */
  hasMoreTextThan(bytes: number): boolean;
  /** Of the event that has begun and not ended. */
  readonly unfinishedBytes: number;
  /** Memory that it takes, from one push to the next. */
  readonly keptBytes: number;
  /** What may go to the client at once, as one piece; undefined when there is nothing yet. Chunks after the terminal frame or an error are ignored. */
  push(chunk: Buffer): Buffer | undefined;
  /** An event that is too heavy to be read here (ADR 0034): what it says has to be read aside, and given to `goOn`, before anything else is pushed. */
  readonly heavy: Buffer | undefined;
  /** What was read of `heavy`; then as `push`. */
  goOn(fields: SseFields): Buffer | undefined;
  /** To be called once: after the terminal frame, an error, the end of the stream or a cut. */
  end(): StreamEnd;
  /** What ends a stream that cannot end well, in the client's dialect; no terminal marker follows it. */
  errorFrame(error: WireError): Buffer;
  /** What keeps the connection of a silent stream alive, between two frames. */
  readonly ping: Buffer;
}

export interface StreamEnd {
  /** `open`: the provider's stream ended without its terminal marker. Then an error frame follows `last`, never a made-up marker. */
  readonly state: StreamState;
  /** What the client gets only after the charge is durable: the finishing chunk, the usage if it asked for it, and the terminal marker if one came. */
  readonly last: Buffer | undefined;
  /** The usage that the provider told, where all of it can be true. Undefined: what is missing of `told` is estimated, the output from `receivedText`. */
  readonly usage: Usage | undefined;
  readonly told: ToldUsage;
  /** `last` for a translated answer whose provider told no usage: the same with what was estimated instead. For every other answer the same as `last`. */
  readonly lastWith: (usage: Usage) => Buffer | undefined;
  /** What makes this answer cost something else than its tokens at the model's prices, by the names of the usage's fields. */
  readonly unpriced: readonly string[];
  /** What the answer leaves at its provider, by id; nothing where it was translated. */
  readonly keptIds: readonly string[];
  /** Of a translated answer of Responses: its items, to be kept. */
  readonly output?: readonly JsonObject[] | undefined;
  readonly receivedText: () => string;
  /** Base64 characters of spoken output; only some dialects have it. */
  readonly receivedAudioChars?: () => number;
  readonly ending: Ending;
  readonly serviceTier: string | undefined;
  readonly error: UpstreamError | undefined;
}

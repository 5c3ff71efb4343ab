import type { Ending } from '../meaning/endings.js';
import type { ToldUsage } from '../common/told-usage.js';
import type { UpstreamError } from '../common/upstream-error.js';
import type { JsonObject } from '../json/object.js';
import type { SseFields } from './frames.js';

/** open: more may come; done: the dialect's terminal frame came; failed: the provider reported an error within the stream. */
export type StreamState = 'open' | 'done' | 'failed';

/**
 * What a provider's stream has told so far. Each dialect understands its events here and nowhere else: its relay, which passes the frames on as they came,
 * and its reader, which says them in another dialect, read every event through it and add only what is theirs.
 */
export interface StreamFacts {
  readonly state: StreamState;
  /** The last that was told: values are cumulative, so later ones replace earlier ones. No output until it was told for good. */
  readonly told: ToldUsage;
  readonly serviceTier: string | undefined;
  /** As far as it has been told: unknown until then. */
  readonly ending: Ending;
  readonly error: UpstreamError | undefined;
  /** What makes this answer cost something else than its tokens at the model's prices, by the names of the usage's fields. */
  readonly unpriced: readonly string[];
  /** What the answer leaves at its provider, by id. */
  readonly keptIds: readonly string[];
  /** Understands one frame: the members say from now on what it told. Its event; undefined for a comment, data that is no event, and a bare terminal mark. */
  read(fields: SseFields): JsonObject | undefined;
  /**
   * The end of the stream has come without its terminal mark: an answer that said why it ended, and what it used, is whole all the same. `isUsual`: its provider
   * never marks an end, so that the reason alone makes it whole.
   */
  endUnmarked(hasText: () => boolean, isUsual?: boolean): void;
  /** Keeps the text of an event. Only for an answer that goes on as its bytes came: of a translated one it is known what was said. */
  keepText(event: JsonObject): void;
  /** All text that was kept, as a tokenizer would see it. */
  text(): string;
  /** Whether more bytes of text than this were kept. */
  hasMoreTextThan(bytes: number): boolean;
  /** Memory that the kept text takes. */
  readonly keptBytes: number;
  /** Base64 characters of spoken output that were kept; zero where the dialect has none. */
  audioChars(): number;
}

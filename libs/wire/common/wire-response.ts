import { isObject, type JsonObject } from '../json/object.js';
import { readUpstreamError, type UpstreamError } from './upstream-error.js';
import type { Usage } from './usage.js';

/** A plain answer of any route, read for metering; its bytes go to the client as they came, unless it has to be translated. */
export interface WireResponse {
  readonly body: JsonObject;
  /** Of an answer that is to be translated: the same with every number as it came. */
  readonly exact?: JsonObject | undefined;
  /** Undefined: the provider did not say; estimate from `texts`. */
  readonly usage: Usage | undefined;
  /** One for each choice. Computed when asked, because only an estimate needs it. */
  readonly texts: () => string[];
  /** Base64 characters of spoken output; only some dialects have it. */
  readonly audioChars?: () => number;
  readonly finishReasons: readonly (string | null)[];
  readonly serviceTier: string | undefined;
  /** What makes this answer cost something else than its tokens at the model's prices, by the names of the usage's fields. */
  readonly unpriced: readonly string[];
  /** What the answer leaves at its provider, by id; only where it reaches the client untranslated they name anything. */
  readonly keptIds: readonly string[];
  /** Some providers answer 200 with an error in the body. */
  readonly error: UpstreamError | undefined;
}

/** Undefined where the bytes are no JSON object: then the provider answered with something that is none of its answers. */
export function parseAnswer(bytes: Buffer, parse: (text: string) => unknown = JSON.parse): JsonObject | undefined {
  try {
    const value = parse(bytes.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What every dialect has in common. */
export function answerOf(
  body: JsonObject,
  read: Pick<WireResponse, 'usage' | 'texts' | 'finishReasons'> & Partial<WireResponse>,
): WireResponse {
  const { service_tier: tier, error } = body;
  return {
    body,
    serviceTier: typeof tier === 'string' ? tier : undefined,
    unpriced: [],
    keptIds: [],
    error: error == null ? undefined : readUpstreamError(error),
    ...read,
  };
}

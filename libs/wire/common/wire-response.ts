import { isObject, type JsonObject } from '../json/object.js';
import type { Ending } from '../meaning/endings.js';
import { errorIn } from '../meaning/error-kinds.js';
import { believable, wholeUsage, type ToldUsage } from './told-usage.js';
import { readUpstreamError, type UpstreamError } from './upstream-error.js';
import type { Usage } from './usage.js';

/** A plain answer of any route, read for metering; its bytes go to the client as they came, unless it has to be translated. */
export interface WireResponse {
  readonly body: JsonObject;
  /** Of an answer that is to be translated: the same with every number as it came. Absent where `body` has them so. */
  readonly exact?: JsonObject | undefined;
  /** The usage that the provider told, where all of it can be true. Undefined: what is missing of `told` is estimated, the output from `texts`. */
  readonly usage: Usage | undefined;
  readonly told: ToldUsage;
  /** One for each choice. Computed when asked, because only an estimate needs it. */
  readonly texts: () => string[];
  /** Base64 characters of spoken output; only some dialects have it. */
  readonly audioChars?: () => number;
  readonly ending: Ending;
  /** There is no choice and no content: it counts only where its usage was told. */
  readonly isEmpty: boolean;
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
  read: Pick<WireResponse, 'told' | 'texts' | 'ending' | 'isEmpty'> & Partial<WireResponse>,
): WireResponse {
  const { service_tier: tier } = body;
  const error = errorIn(body);
  const told = believable(read.told, () => read.texts().some((text) => text !== '') || (read.audioChars?.() ?? 0) > 0);
  return {
    body,
    serviceTier: typeof tier === 'string' ? tier : undefined,
    unpriced: [],
    keptIds: [],
    error: error === undefined ? undefined : readUpstreamError(error),
    ...read,
    told,
    usage: wholeUsage(told),
  };
}

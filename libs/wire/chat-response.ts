import { chatText } from './chat-text.js';
import { readChatUsage, type Usage } from './chat-usage.js';
import { isObject, type JsonObject } from './refusal.js';
import { readUpstreamError, type UpstreamError } from './upstream-error.js';

/** A plain answer of Chat Completions, read for metering; its bytes go to the client as they came. */
export interface ChatResponse {
  /** Undefined: the provider did not say; estimate from `texts`. */
  readonly usage: Usage | undefined;
  /** One for each choice. Computed when asked, because only an estimate needs it. */
  readonly texts: () => string[];
  readonly finishReasons: readonly (string | null)[];
  readonly serviceTier: string | undefined;
  /** Some providers answer 200 with an error in the body. */
  readonly error: UpstreamError | undefined;
}

/** Undefined where the body is no JSON object: then the provider answered with something that is no chat completion. */
export function readChatResponse(body: Buffer): ChatResponse | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const choices = (Array.isArray(value['choices']) ? value['choices'] : []).filter(isObject);
  return {
    usage: readChatUsage(value['usage']),
    texts: () => choices.map((choice) => chatText(choice['message'])),
    finishReasons: choices.map(({ finish_reason: reason }: JsonObject) => (typeof reason === 'string' ? reason : null)),
    serviceTier: typeof value['service_tier'] === 'string' ? value['service_tier'] : undefined,
    error: value['error'] == null ? undefined : readUpstreamError(value['error']),
  };
}

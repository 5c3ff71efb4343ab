import type { WireApi } from '../common/wire-request.js';

/** OpenAI's models that refuse `reasoning_effort`. Source: OpenAI, "Models". */
const CHAT_WITHOUT_REASONING = /^(?:gpt-3|gpt-4|chatgpt-4o|babbage|davinci)/;
/** Claude before 4.6, which knows neither adaptive thinking nor, but for one, `effort`. Source: Anthropic, "Adaptive thinking". */
const MESSAGES_WITHOUT_REASONING = /^claude-(?:[123]\b|instant|(?:opus|sonnet|haiku)-4(?:-[0-5])?(?:-\d{8}|-latest|@\d{8})?$)/;

/** OpenAI's reasoning models, which refuse `temperature` and `top_p`. Source: OpenAI, "Reasoning models". */
const CHAT_WITHOUT_SAMPLING = /^(?:o\d|gpt-5(?!-chat))/;

/** Claude from Opus 4.7 on, which refuses them in every API version. Source: `anthropic-model-catalog.ts` of @ai-sdk/anthropic 4. */
const MESSAGES_WITHOUT_SAMPLING = /^claude-(?:(?:opus|sonnet|haiku)-4-[7-9]\b|[a-z]+-(?:[5-9]|\d\d)\b)/;

/** Whether a model takes `temperature` and `top_p`. Older ones of Messages do so in the API version that translated requests are sent in (2023-06-01). */
export function takesSampling(upstream: WireApi, upstreamModel: string): boolean {
  return !(upstream === 'messages' ? MESSAGES_WITHOUT_SAMPLING : CHAT_WITHOUT_SAMPLING).test(nameOf(upstreamModel));
}

/** Whether a model can be told how much to reason, by its name; a model of another house is taken to do so. */
export function takesReasoning(upstream: WireApi, upstreamModel: string): boolean {
  return !(upstream === 'messages' ? MESSAGES_WITHOUT_REASONING : CHAT_WITHOUT_REASONING).test(nameOf(upstreamModel));
}

const nameOf = (model: string): string => model.slice(model.lastIndexOf('/') + 1);

import type { WireApi } from './wire-request.js';

/** OpenAI's models that refuse `reasoning_effort`. Source: OpenAI, "Models". */
const CHAT_WITHOUT_REASONING = /^(?:gpt-3|gpt-4|chatgpt-4o|babbage|davinci)/;
/** Claude before 4.6, which knows neither adaptive thinking nor, but for one, `effort`. Source: Anthropic, "Adaptive thinking". */
const MESSAGES_WITHOUT_REASONING = /^claude-(?:[123]\b|instant|(?:opus|sonnet|haiku)-4(?:-[0-5])?(?:-\d{8}|-latest|@\d{8})?$)/;

/** Whether a model can be told how much to reason, by its name; a model of another house is taken to do so. */
export function takesReasoning(upstream: WireApi, upstreamModel: string): boolean {
  const name = upstreamModel.slice(upstreamModel.lastIndexOf('/') + 1);
  return !(upstream === 'messages' ? MESSAGES_WITHOUT_REASONING : CHAT_WITHOUT_REASONING).test(name);
}

import { estimateInputAudio, estimateInputTokens, estimateOutputAudio, estimateTokens, type InputUsage, type Usage } from '#wire';
import type { Answered } from '../attempts/outcome.js';
import type { Exchange } from '../exchange/exchange.js';

/** What came of an answer. */
interface Received {
  readonly texts: readonly string[];
  /** Base64 characters of spoken output. */
  readonly audioChars: number;
}

/**
 * What the tokenizer makes of the request and of what came back; labelled as an estimate wherever it shows. Never more input than was held for, nor more
 * output than the limit that was sent: that is the most that an honest count can be. `told`: the provider's word on the input.
 */
export async function estimate(
  { request, admitted }: Exchange,
  { target, storedTokens }: Pick<Answered, 'target' | 'storedTokens'>,
  { texts, audioChars }: Received,
  told?: InputUsage,
): Promise<Usage> {
  const model = target.upstream_model;
  const limit = admitted.outputLimit.tokens * request.choices;
  const spoken = Math.min(estimateOutputAudio(request.body, audioChars), limit);
  const written = Math.min(await estimateTokens(model, texts), limit - spoken);
  const output = { output: written, ...(spoken > 0 && { output_audio: spoken }), reasoning: 0 };
  if (told) return { ...told, ...output };
  const { inputTokens: most } = admitted.plan.hold;
  const heard = Math.min(estimateInputAudio(request.body), most);
  const input = Math.min((await estimateInputTokens(request, model)) + storedTokens, most - heard);
  return { input, ...(heard > 0 && { input_audio: heard }), cached_input: 0, cache_write: 0, ...output };
}

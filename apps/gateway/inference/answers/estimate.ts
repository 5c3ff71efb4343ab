import { estimateOutputAudio, type ToldUsage, type Usage } from '#wire';
import type { Answered } from '../attempts/outcome.js';
import type { Exchange } from '../exchange/exchange.js';

/** What came of an answer: its texts, or of a large one what the tokenizer has made of them already. */
type Received = ({ readonly texts: readonly string[] } | { readonly tokens: number }) & {
  /** Base64 characters of spoken output. */
  readonly audioChars: number;
};

/**
 * What the tokenizer makes of the request and of what came back; labelled as an estimate wherever it shows. Never more input than was held for, nor more
 * output than the limit that was sent: that is the most that an honest count can be. `told`: a side that the provider told stays as it was told.
 */
export async function estimate(
  { request, plan, outputLimit, bodies }: Exchange,
  { target, storedTokens }: Pick<Answered, 'target' | 'storedTokens'>,
  received: Received,
  told: Pick<ToldUsage, 'input' | 'output'>,
): Promise<Usage> {
  const model = target.upstream_model;
  const limit = outputLimit.tokens * request.choices;
  const output = told.output ?? (await estimateOutput());
  if (told.input) return { ...told.input, ...output };
  const { inputTokens: most } = plan.hold;
  const { tokens, audioTokens } = await bodies.estimateInput(request, model);
  const heard = Math.min(audioTokens, most);
  const input = Math.min(tokens + storedTokens, most - heard);
  return { input, ...(heard > 0 && { input_audio: heard }), cached_input: 0, cache_write: 0, ...output };

  async function estimateOutput() {
    const spoken = Math.min(estimateOutputAudio(request.asked, received.audioChars), limit);
    const counted = 'tokens' in received ? received.tokens : await bodies.estimateTexts(model, received.texts);
    const written = Math.min(counted, limit - spoken);
    return { output: written, ...(spoken > 0 && { output_audio: spoken }), reasoning: 0 };
  }
}

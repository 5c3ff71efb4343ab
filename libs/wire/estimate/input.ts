import { USUAL_TRAITS } from '../fitting/target-traits.js';
import type { ReadRequest } from '../common/wire-request.js';
import type { JsonObject } from '../json/object.js';
import { messagesToChat } from '../translation/messages-to-chat/request.js';
import { responsesToChat } from '../translation/responses-to-chat/request.js';
import { estimateMedia } from './media-tokens.js';
import { estimatePromptTokens, estimateTokens } from './tokens.js';

/** Bytes that make a token in ordinary text, for what cannot be laid out for the tokenizer. */
const BYTES_PER_TOKEN = 4;

/**
 * Input tokens of a request of any route, by the tokenizer of the model's family: for an answer whose provider told no usage, for
 * `message_start`, and for `count_tokens` where the provider has none. Never a call.
 */
export async function estimateInputTokens(request: ReadRequest, model: string): Promise<number> {
  const { api, body, textBytes } = request;
  switch (api) {
    case 'chat':
      return (await estimatePromptTokens(model, body)) + estimateMedia(body).tokens;
    case 'completions':
      return estimateTexts(model, body['prompt']);
    case 'embeddings':
      return estimateTexts(model, body['input']);
    case 'messages':
    case 'count_tokens':
    case 'responses': {
      const chat = chatOf(request);
      const { tokens, fileChars } = estimateMedia(body);
      return tokens + (chat ? await estimatePromptTokens(model, chat) : Math.ceil((textBytes - fileChars) / BYTES_PER_TOKEN));
    }
  }
}

/** `{"input_tokens"}`, the whole answer of `/v1/messages/count_tokens`. */
export function countTokensAnswer(inputTokens: number): { readonly input_tokens: number } {
  return { input_tokens: inputTokens };
}

/** As the messages of Chat Completions, which the estimate knows. A body that no chat provider would take has no such form. */
function chatOf({ api, body }: ReadRequest): JsonObject | undefined {
  const target = { model: '', outputLimit: 1, traits: USUAL_TRAITS };
  const translated = api === 'responses' ? responsesToChat(body, target) : messagesToChat(body, target);
  return translated.kind === 'refusal' ? undefined : translated.body;
}

async function estimateTexts(model: string, value: unknown): Promise<number> {
  const texts: unknown[] = Array.isArray(value) ? value : value == null ? [] : [value];
  const tokens = texts.flat().filter((token) => typeof token === 'number').length;
  return (
    tokens +
    (await estimateTokens(
      model,
      texts.filter((text) => typeof text === 'string'),
    ))
  );
}

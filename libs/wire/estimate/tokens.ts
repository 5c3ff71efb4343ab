import { chatText } from '../chat/text.js';
import { isObject, type JsonObject } from '../json/object.js';

type Count = (text: string, options: { disallowedSpecial: Set<string> }) => number;

/** Merging is quadratic in the length of a word, and text without spaces is one word: 64,000 Chinese characters take 8 s whole, 0.04 s in slices. */
const SLICE_CHARS = 4096;
/** Above this, a sample is counted and scaled up, so that one estimate never holds up the process for long (some 50 ms at most). */
const SAMPLE_CHARS = 65_536;
/** Source: OpenAI cookbook, "How to count tokens with tiktoken": three for each message, three to prime the answer. */
const TOKENS_PER_MESSAGE = 3;

const NO_SPECIAL: { disallowedSpecial: Set<string> } = { disallowedSpecial: new Set() };

let o200k: Promise<Count> | undefined;
let cl100k: Promise<Count> | undefined;

/**
 * Tokens of texts by the tokenizer of the model's family, for answers whose provider did not report its usage. Marks such as `<|endoftext|>` in a
 * text count as the plain text that they are. The tokenizer's tables (some 120 ms) are loaded with the first estimate.
 */
export async function estimateTokens(model: string, texts: readonly string[]): Promise<number> {
  const count = await tokenizerOf(model);
  const chars = texts.reduce((sum, text) => sum + text.length, 0);
  if (chars > SAMPLE_CHARS) return countSample(count, texts.join('\n'));
  let tokens = 0;
  for (const text of texts) tokens += countSlices(count, text);
  return tokens;
}

/** Input tokens of a request's messages and tools; `media-tokens.ts` has what is no text. */
export async function estimatePromptTokens(model: string, body: JsonObject): Promise<number> {
  const messages = (Array.isArray(body['messages']) ? body['messages'] : []).filter(isObject);
  const texts = messages.map((message) => `${String(message['role'])}\n${chatText(message)}`);
  for (const field of ['tools', 'functions', 'response_format']) if (body[field] != null) texts.push(JSON.stringify(body[field]));
  const text = await estimateTokens(model, texts);
  return text + TOKENS_PER_MESSAGE * (messages.length + 1);
}

/** The sample is taken evenly from the whole text, a slice at a time. */
function countSample(count: Count, text: string): number {
  const slices = SAMPLE_CHARS / SLICE_CHARS;
  const step = Math.floor((text.length - SLICE_CHARS) / (slices - 1));
  let tokens = 0;
  for (let slice = 0; slice < slices; slice += 1) tokens += count(text.slice(slice * step, slice * step + SLICE_CHARS), NO_SPECIAL);
  return Math.ceil((tokens * text.length) / SAMPLE_CHARS);
}

function countSlices(count: Count, text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += SLICE_CHARS) tokens += count(text.slice(at, at + SLICE_CHARS), NO_SPECIAL);
  return tokens;
}

/** cl100k up to GPT-4 and GPT-3.5; o200k for everything later and for models of other houses, whose tokenizers are not public. */
function tokenizerOf(model: string): Promise<Count> {
  const name = model.slice(model.lastIndexOf('/') + 1);
  if (/^(gpt-3\.5|gpt-35|gpt-4(?![.o\d])|text-embedding)/.test(name))
    return (cl100k ??= import('gpt-tokenizer/encoding/cl100k_base').then((module) => module.countTokens as Count));
  return (o200k ??= import('gpt-tokenizer/encoding/o200k_base').then((module) => module.countTokens as Count));
}

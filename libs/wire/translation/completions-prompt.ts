import type { JsonObject } from '../json/object.js';
import type { TranslationNotes } from './translation.js';

/** What a translation of the older Completions reads, whichever route it is for. */
export const COMPLETION_FIELDS = [
  ...['model', 'prompt', 'stream', 'stream_options', 'n', 'best_of', 'max_tokens', 'stop', 'temperature', 'top_p'],
  ...['echo', 'suffix', 'logprobs'],
] as const;

/** The one text that a chat model can answer. Refuses everything that would ask for something else, or for more. */
export function promptOf(body: JsonObject, notes: TranslationNotes): string | undefined {
  const prompt = only(body['prompt'], notes);
  const { suffix, echo, logprobs, best_of: best, n, max_tokens: limit } = body;
  if (limit === 0) notes.refuse('max_tokens', 'max_tokens must be above zero: the provider of this model always answers');
  if (suffix != null && suffix !== '')
    notes.refuse('suffix', 'The provider of this model completes at the end only: suffix is not supported');
  if (echo === true) notes.refuse('echo', 'The provider of this model does not repeat the prompt: echo must be false');
  if (logprobs != null) notes.refuse('logprobs', 'The provider of this model tells no log probabilities');
  if (best != null && best !== 1) notes.refuse('best_of', 'best_of must be 1: the provider of this model gives one answer');
  if (n != null && n !== 1) notes.refuse('n', 'n must be 1: the provider of this model gives one answer');
  return prompt;
}

/** One text that says something: Messages takes no empty turn, and neither route takes tokens. */
function only(prompt: unknown, notes: TranslationNotes): string | undefined {
  const text: unknown = Array.isArray(prompt) && prompt.length === 1 ? prompt[0] : prompt;
  if (typeof text === 'string' && text.trim() !== '') return text;
  if (typeof text === 'string' || prompt == null)
    return notes.refuse('prompt', 'prompt must say something: the provider of this model takes no empty one');
  if (Array.isArray(prompt) && typeof prompt[0] === 'string')
    return notes.refuse('prompt', 'prompt must be one text: the provider of this model answers one at a time');
  return notes.refuse('prompt', 'prompt must be text: the provider of this model takes no tokens');
}

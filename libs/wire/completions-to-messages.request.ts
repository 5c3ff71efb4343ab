import { samplingOf, stopsOf, userOf } from './openai-to-messages.options.js';
import type { JsonObject, WireRefusal } from './refusal.js';
import { TranslationNotes, present, type TranslatedRequest, type TranslationTarget } from './translation.js';

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['model', 'prompt', 'stream', 'stream_options', 'n', 'best_of', 'max_tokens', 'stop', 'temperature', 'top_p', 'user'],
  ...['echo', 'suffix', 'logprobs'],
]);

/** Values that ask for nothing: leaving them out changes no answer. */
const NEUTRAL = { frequency_penalty: [0], presence_penalty: [0], service_tier: ['auto', 'default'] } as const;

/** A body of the older Completions as one of Messages: its prompt is what the user says. The body has passed `readCompletionsRequest`. */
export function completionsToMessages(body: JsonObject, target: TranslationTarget): TranslatedRequest | WireRefusal {
  const notes = new TranslationNotes();
  const prompt = promptOf(body['prompt'], notes);
  refuseUnknownToMessages(body, notes);
  const sampling = samplingOf(body, target.takesSampling, notes);
  const stops = stopsOf(body['stop'], notes);
  const metadata = userOf(body, notes);
  notes.dropOthers(body, UNDERSTOOD, NEUTRAL);
  return notes.result(
    present({
      model: target.model,
      max_tokens: target.outputLimit,
      messages: [{ role: 'user', content: prompt }],
      ...sampling,
      stop_sequences: stops,
      metadata,
      stream: body['stream'] === true ? true : undefined,
    }),
  );
}

/** One text that says something: Messages takes no empty turn, and no tokens of another vendor's. */
function promptOf(prompt: unknown, notes: TranslationNotes): string | undefined {
  const only: unknown = Array.isArray(prompt) && prompt.length === 1 ? prompt[0] : prompt;
  if (typeof only === 'string' && only.trim() !== '') return only;
  if (typeof only === 'string' || prompt == null)
    return notes.refuse('prompt', 'prompt must say something: the provider of this model takes no empty one');
  if (Array.isArray(prompt) && typeof prompt[0] === 'string')
    return notes.refuse('prompt', 'prompt must be one text: the provider of this model answers one at a time');
  return notes.refuse('prompt', 'prompt must be text: the provider of this model takes no tokens');
}

function refuseUnknownToMessages(body: JsonObject, notes: TranslationNotes): void {
  const { suffix, echo, logprobs, best_of: best, n, max_tokens: limit } = body;
  if (limit === 0) notes.refuse('max_tokens', 'max_tokens must be above zero: the provider of this model always answers');
  if (suffix != null && suffix !== '')
    notes.refuse('suffix', 'The provider of this model completes at the end only: suffix is not supported');
  if (echo === true) notes.refuse('echo', 'The provider of this model does not repeat the prompt: echo must be false');
  if (logprobs != null) notes.refuse('logprobs', 'The provider of this model tells no log probabilities');
  if (best != null && best !== 1) notes.refuse('best_of', 'best_of must be 1: the provider of this model gives one answer');
  if (n != null && n !== 1) notes.refuse('n', 'n must be 1: the provider of this model gives one answer');
}

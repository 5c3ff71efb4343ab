import { takesSampling } from '../../fitting/target-traits.js';
import type { WireRefusal } from '../../common/refusal.js';
import type { JsonObject } from '../../json/object.js';
import { COMPLETION_FIELDS, promptOf } from '../completions-prompt.js';
import { samplingOf, stopsOf, userOf } from '../openai-to-messages.options.js';
import { TranslationNotes, present, type TranslatedRequest, type TranslationTarget } from '../translation.js';

const UNDERSTOOD: ReadonlySet<string> = new Set([...COMPLETION_FIELDS, 'user']);

/** Values that ask for nothing: leaving them out changes no answer. */
const NEUTRAL = { frequency_penalty: [0], presence_penalty: [0], service_tier: ['auto', 'default'] } as const;

/** A body of the older Completions as one of Messages: its prompt is what the user says. The body has passed `readCompletionsRequest`. */
export function completionsToMessages(body: JsonObject, target: TranslationTarget): TranslatedRequest | WireRefusal {
  const notes = new TranslationNotes();
  const prompt = promptOf(body, notes);
  const sampling = samplingOf(body, takesSampling(target.traits), notes);
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

import { takesSampling } from '../../fitting/target-traits.js';
import type { WireRefusal } from '../../common/refusal.js';
import type { JsonObject } from '../../json/object.js';
import { COMPLETION_FIELDS, promptOf } from '../completions-prompt.js';
import { TranslationNotes, present, type TranslatedRequest, type TranslationTarget } from '../translation.js';

/** Both routes have them, and they mean the same. */
const SHARED = ['stop', 'frequency_penalty', 'presence_penalty', 'logit_bias', 'seed'] as const;
const SAMPLING = ['temperature', 'top_p'] as const;
const UNDERSTOOD: ReadonlySet<string> = new Set([...COMPLETION_FIELDS, ...SHARED]);
const NEUTRAL = { service_tier: ['auto', 'default'] } as const;

/**
 * A body of the older Completions as one of Chat Completions, for a provider that has only these: its prompt is what the user says. The body has passed
 * `readCompletionsRequest`.
 */
export function completionsToChat(body: JsonObject, target: TranslationTarget): TranslatedRequest | WireRefusal {
  const notes = new TranslationNotes();
  const prompt = promptOf(body, notes);
  const sampling = SAMPLING.filter((field) => body[field] != null);
  if (!takesSampling(target.traits)) for (const field of sampling) notes.drop(field);
  notes.dropOthers(body, UNDERSTOOD, NEUTRAL);
  const passed = [...SHARED, ...(takesSampling(target.traits) ? sampling : [])];
  return notes.result(
    present({
      model: target.model,
      max_completion_tokens: target.outputLimit,
      messages: [{ role: 'user', content: prompt }],
      ...Object.fromEntries(passed.map((field) => [field, body[field] ?? undefined])),
      ...(body['stream'] === true ? { stream: true, stream_options: { include_usage: true } } : {}),
    }),
  );
}

import type { JsonObject } from '../json/object.js';
import type { TranslationNotes } from './translation.js';

/** The longest `metadata.user_id`. Source: Anthropic, "Messages", metadata. */
const USER_ID_CHARS = 256;

/**
 * OpenAI's older routes go up to 2, Messages to 1, and a model that thinks takes none (Anthropic, "Extended thinking"). From Opus 4.1 on, models refuse
 * both together, and frameworks send both: of two, one that is at its default is not sent.
 */
export function samplingOf(body: JsonObject, isTaken: boolean, notes: TranslationNotes): JsonObject {
  const sampling: Record<string, number> = {};
  for (const field of ['temperature', 'top_p']) {
    const value = body[field];
    if (typeof value !== 'number') continue;
    if (isTaken) sampling[field] = Math.min(1, Math.max(0, value));
    else notes.drop(field);
  }
  const { temperature, top_p: topP } = sampling;
  if (temperature === undefined || topP === undefined) return sampling;
  if (topP === 1) return { temperature };
  return temperature === 1 ? { top_p: topP } : sampling;
}

/** Messages refuses sequences of white space only. */
export function stopsOf(stop: unknown, notes: TranslationNotes): string[] | undefined {
  if (stop == null) return undefined;
  const all = (Array.isArray(stop) ? stop : [stop]).filter((text): text is string => typeof text === 'string');
  const taken = all.filter((text) => text.trim() !== '');
  if (taken.length < all.length) notes.drop('stop');
  return taken.length > 0 ? taken : undefined;
}

export function userOf({ safety_identifier: identifier, user }: JsonObject, notes: TranslationNotes): JsonObject | undefined {
  const id = identifier ?? user;
  if (typeof id !== 'string' || id === '') return undefined;
  if (id.length <= USER_ID_CHARS) return { user_id: id };
  notes.drop(identifier == null ? 'user' : 'safety_identifier');
  return undefined;
}

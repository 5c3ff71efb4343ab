import { eventText } from './chain.js';
import { AppendTooLargeError } from './errors.js';
import { MAX_BYTES_PER_APPEND, MAX_EVENTS_PER_APPEND, type SealedEvent } from './event-store.port.js';

/** A UTF-16 code unit takes at most three bytes of UTF-8, so that most texts need not be counted. */
export const MOST_BYTES_PER_CHAR = 3;

/** Recorded texts of an append's events, after checking what every engine checks before it takes an append. */
export function appendTexts(stream: string, events: readonly SealedEvent[]): string[] {
  if (stream === '') throw new RangeError('A stream needs a name');
  if (events.length === 0) throw new RangeError(`An append to ${stream} needs at least one event`);
  if (events.length > MAX_EVENTS_PER_APPEND) {
    throw new AppendTooLargeError(`${events.length} events for ${stream}: an append takes at most ${MAX_EVENTS_PER_APPEND}`);
  }
  const texts = events.map(eventText);
  const chars = texts.reduce((sum, { length }) => sum + length, 0);
  if (chars * MOST_BYTES_PER_CHAR <= MAX_BYTES_PER_APPEND) return texts;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_BYTES_PER_APPEND) {
    throw new AppendTooLargeError(`${bytes} bytes for ${stream}: an append takes at most ${MAX_BYTES_PER_APPEND}`);
  }
  return texts;
}

/** Revision that a stream must be at; -1n (as in `EMPTY_TIP`) for one without events. */
export function expectedRevision(expected: bigint | 'no_stream'): bigint {
  if (expected === 'no_stream') return -1n;
  if (expected < -1n) throw new RangeError(`${expected} is no revision`);
  return expected;
}

/** The inverse: how errors name a revision. */
export function namedRevision(revision: bigint): bigint | 'no_stream' {
  return revision < 0n ? 'no_stream' : revision;
}

import { forgetUse, rememberMinted, useMinted } from './event-ids.js';
import type { SealedEvent } from './event-store.port.js';

/**
 * Tells, where the engine does not, that an append was no repetition: one of its events carries an id that this process minted and
 * never sent before. Of all other ids somebody else may have written the event already.
 */
export class FirstUse {
  private constructor(private readonly ids: readonly string[]) {}

  /** Before the first append: ids that were minted earlier prove nothing. */
  static begin(): void {
    rememberMinted();
  }

  /** Marks the ids of these events as sent. */
  static of(events: readonly SealedEvent[]): FirstUse {
    return new FirstUse(events.filter(({ id }) => useMinted(id)).map(({ id }) => id));
  }

  get proven(): boolean {
    return this.ids.length > 0;
  }

  /** The events were surely not written. */
  undo(): void {
    for (const id of this.ids) forgetUse(id);
  }
}

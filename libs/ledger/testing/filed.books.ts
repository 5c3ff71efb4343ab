import type { AccountCommand } from '../account/account.commands.js';
import type { AccountEvent } from '../account/account.events.js';
import type { Decision } from '../account/decision.js';
import { decide } from '../account.decider.js';
import { readAccountEvent, versionOf, type StoredAccountEvent } from '../account.codec.js';
import { evolve, type Account } from '../index.js';
import { openPeriod } from '../closing.js';
import { file } from '../routes/compact.js';

export interface Origin {
  readonly actor: string;
  readonly cause: string;
}

/** One month of an account as its writer lays it down: what was decided, and what stands in the store. */
export class FiledBooks {
  readonly events: AccountEvent[] = [];
  readonly stored: StoredAccountEvent[] = [];
  state: Account;

  constructor() {
    const opening = { type: 'OpenAccount', account: 'acc_1', customer: 'cus_1', currency: 'USD', timeZone: 'UTC' } as const;
    const [opened] = decide({ ...opening, at: '2026-11-01T00:00:00.000Z' }, undefined).events ?? [];
    this.state = evolve(undefined, opened as AccountEvent);
    const [periodOpened] = openPeriod(this.state, null);
    for (const event of [opened as AccountEvent, periodOpened as AccountEvent])
      this.#keep(event, event.data, { actor: 'system', cause: 'x' });
  }

  execute(command: AccountCommand, origin: Origin): Decision {
    const decision = decide(command, this.state);
    for (const { event, data } of file(decision.events ?? [], this.state, BigInt(this.events.length), origin))
      this.#keep(event, data, origin);
    return decision;
  }

  /** As whoever reads the stream from its first event on sees it. */
  read(): readonly AccountEvent[] {
    let state: Account | undefined;
    return this.stored.map((each) => {
      const event = readAccountEvent(each, state?.quotes);
      state = evolve(state, event);
      return event;
    });
  }

  /** Begins anew with what stands in a store. */
  replay(stored: readonly StoredAccountEvent[]): void {
    let state: Account | undefined;
    for (const each of stored) state = evolve(state, readAccountEvent(each, state?.quotes));
    this.state = state as Account;
  }

  replayOn(stored: readonly StoredAccountEvent[]): void {
    for (const each of stored) this.state = evolve(this.state, readAccountEvent(each, this.state.quotes));
  }

  #keep(event: AccountEvent, data: object, origin: Origin): void {
    const { type, at } = event;
    const metadata = { ...origin, effective: at, version: versionOf(type) };
    this.events.push(event);
    this.stored.push({ type, data: JSON.parse(JSON.stringify(data)) as unknown, metadata });
    this.state = evolve(this.state, event);
  }
}

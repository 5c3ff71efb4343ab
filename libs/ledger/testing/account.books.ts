import type { Currency } from '#money';
import type { AccountCommand } from '../account/account.commands.js';
import { decide } from '../account.decider.js';
import type { AccountEvent } from '../account/account.events.js';
import { evolve, type Account } from '../index.js';
import { closingEvent, expiriesBeforeClosing, mustClose, openPeriod } from '../closing.js';
import type { Decision } from '../account/decision.js';
import { accountStream } from '../account/streams.js';

export interface BooksOptions {
  readonly account: string;
  readonly openedAt: string;
  readonly currency: Currency;
  readonly timeZone: string;
  /** Characters of claims that one event takes at a month's end, where that is to be less than in production. */
  readonly closingText?: number;
}

/** An account with its streams in memory: what the one writer does, without a store. */
export class AccountBooks {
  readonly streams = new Map<string, AccountEvent[]>();
  state: Account;
  private stream: string;
  private readonly closingText: number | undefined;

  constructor({ account, openedAt, currency, timeZone, closingText }: BooksOptions) {
    this.closingText = closingText;
    const opening: AccountCommand = { type: 'OpenAccount', at: openedAt, account, customer: `cus_of_${account}`, currency, timeZone };
    const [opened] = decide(opening, undefined).events ?? [];
    this.state = evolve(undefined, opened as AccountEvent);
    const [periodOpened] = openPeriod(this.state, null);
    this.state = evolve(this.state, periodOpened as AccountEvent);
    this.stream = accountStream(account, this.state.period);
    this.streams.set(this.stream, [opened as AccountEvent, periodOpened as AccountEvent]);
  }

  /** Every event in the order written. */
  get events(): readonly AccountEvent[] {
    return [...this.streams.values()].flat();
  }

  /** The events of the open period. */
  get page(): readonly AccountEvent[] {
    return this.streams.get(this.stream) ?? [];
  }

  /** Closes the month if the command's moment lies in a later one, then decides and applies. */
  execute(command: AccountCommand): Decision {
    this.keepUp(command.at);
    const decision = decide(command, this.state);
    this.record(decision.events ?? []);
    return decision;
  }

  /** Closes the open period where the moment lies in a later one, and opens that one. */
  keepUp(at: string): void {
    if (!mustClose(this.state, at)) return;
    for (let due = expiriesBeforeClosing(this.state); due.length > 0; due = expiriesBeforeClosing(this.state)) this.record(due);
    while (this.state.status !== 'closed') this.record([closingEvent(this.state, at, this.closingText)]);
    const previous = { stream: this.stream, revision: String(this.page.length - 1), hash: `hash of ${this.stream}` };
    const opening = openPeriod(this.state, previous);
    this.stream = accountStream(this.state.id, this.state.next as string);
    this.streams.set(this.stream, []);
    this.record(opening);
  }

  private record(events: readonly AccountEvent[]): void {
    for (const event of events) {
      this.streams.get(this.stream)?.push(event);
      this.state = evolve(this.state, event);
    }
  }
}

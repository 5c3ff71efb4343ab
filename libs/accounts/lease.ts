import type { EventStore } from '#event-store';
import type { AccountEvent, LeaseTerms } from '#ledger';
import { AccountWriter } from './account.writer.js';
import type { AccountLoader } from './account.loader.js';
import { LeaseBook } from './lease.book.js';

/** Idle leases go back, so that others find the funds; a lease's stream is kept short, for it is read whole where it has to be. */
const IDLE_MS = 30_000;
const MAX_EVENTS = 20_000n;
/** A lease ends this long before its time is up, so that its open requests find the account ready for them. */
const MARGIN_MS = 1_000;

/** A lease of this gateway. */
export class Lease {
  readonly writer: AccountWriter;
  /** Requests whose hold stands in it. */
  readonly requests = new Set<string>();
  /** Takes no new requests. */
  retired = false;
  /** Another gateway needs it. */
  recalled = false;
  /** Another gateway has sealed it: its requests are abandoned. */
  lost = false;
  ending: Promise<void> | undefined;
  private usedAt = performance.now();

  constructor(
    readonly stream: string,
    readonly terms: LeaseTerms,
    /** Nanos that were granted. */
    readonly amount: bigint,
    opening: () => Promise<AccountEvent | undefined>,
    use: { readonly store: EventStore; readonly loader: AccountLoader; readonly now: () => string },
  ) {
    this.writer = new AccountWriter(new LeaseBook(stream, use.loader, opening), use.store, use.now);
  }

  /** A request was granted its hold here. One that it does not cover keeps no lease from being idle. */
  serve(): void {
    this.usedAt = performance.now();
  }

  isOver(now: string): boolean {
    return Date.parse(now) >= Date.parse(this.terms.until) - MARGIN_MS;
  }

  get isIdle(): boolean {
    return this.requests.size === 0 && (this.retired || performance.now() - this.usedAt >= IDLE_MS);
  }

  get isLong(): boolean {
    return (this.writer.standing?.tip.revision ?? 0n) >= MAX_EVENTS;
  }
}

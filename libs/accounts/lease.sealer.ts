import type { EventStore } from '#event-store';
import { leaseStream, openLease, settlementOf, type Account, type OutstandingLease, type SealReason, type SettleLease } from '#ledger';
import { systemOrigin, type PlacedEvent } from './account.batch.js';
import type { AccountLoader, LoadedAccount } from './account.loader.js';
import { AccountWriter } from './account.writer.js';
import { LeaseBook } from './lease.book.js';

export type Settlement = readonly SettleLease['part'][];

const POLL_MS = 25;

/**
 * Ends leases of other gateways. A gateway that does not answer may be dead, slow or cut off: nobody can tell, so its lease is never
 * taken by the clock. It is sealed first, which fences that gateway off: whatever it appends from then on conflicts.
 */
export class LeaseSealer {
  constructor(
    private readonly store: EventStore,
    private readonly loader: AccountLoader,
    private readonly life: string,
    private readonly now: () => string,
    private readonly observe: (events: readonly PlacedEvent[]) => void = () => undefined,
  ) {}

  /** What comes back of the lease, as soon as its owner has sealed it; sealed by us when that takes longer than the time given. */
  async awaitOwner(account: Account, lease: OutstandingLease, reason: SealReason, graceMs: number): Promise<Settlement> {
    const giveUpAt = performance.now() + graceMs;
    const loaded = await this.loader.loadStream(leaseStream(account.id, account.period, lease.lease));
    for (;;) {
      const settlement = settlementIn(loaded);
      if (settlement) return settlement;
      if (performance.now() >= giveUpAt) return this.fence(account, lease, reason);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      await this.loader.readOn(loaded);
    }
  }

  /** Seals the lease against its owner and abandons what is open in it. Goes on where another gateway has left off. */
  async fence(account: Account, lease: OutstandingLease, reason: SealReason): Promise<Settlement> {
    const stream = leaseStream(account.id, account.period, lease.lease);
    const opened = openLease(account, lease.lease);
    const writer = new AccountWriter(new LeaseBook(stream, this.loader, async () => opened), this.store, this.now);
    const at = this.now();
    await writer.execute({ type: 'SealLease', at, by: this.life, reason }, systemOrigin('reclaiming'));
    const { state } = await this.loader.loadStream(stream);
    const open = state?.lease?.sealedBy === lease.life ? [] : [...(state?.holds.keys() ?? [])];
    const ended = await Promise.all(
      open.map((request) => writer.execute({ type: 'AbandonRequest', at, request, reason: 'gateway_died' }, systemOrigin(request))),
    );
    for (const executed of ended) if (!executed.refusal) this.observe(executed.events);
    const settlement = await this.settlement(stream);
    if (!settlement) throw new TypeError(`${stream} was sealed, and cannot be settled`);
    return settlement;
  }

  /** Undefined while the lease is open, or fenced off with requests that are still to be abandoned. */
  async settlement(stream: string): Promise<Settlement | undefined> {
    return settlementIn(await this.loader.loadStream(stream));
  }
}

export function settlementIn({ state, stream, tip }: Readonly<LoadedAccount>): Settlement | undefined {
  return state && settlementOf(state, { stream, revision: String(tip.revision), hash: String(tip.hash) });
}

import {
  LEASE_FLOOR,
  isLeasable,
  leaseStream,
  openLease,
  placeOf,
  wantedAmount,
  type Account,
  type AccountEvent,
  type HoldFunds,
  type OutstandingLease,
  type SealReason,
} from '#ledger';
import { parseAmount } from '#money';
import { systemOrigin } from './account.batch.js';
import type { AccountWriter } from './account.writer.js';
import { Lease } from './lease.js';
import { LeaseSealer, settlementIn, type Settlement } from './lease.sealer.js';
import type { SharedAccountOptions } from './peers.js';
import type { RoutedRequests } from './routed-requests.js';

/** At the end of a month a living gateway seals its own leases; one that does not is fenced off. */
const CLOSING_GRACE_MS = 2_000;

/** The leases that this gateway has of an account, from their grant to their settlement, or until another gateway seals them. */
export class OwnLeases {
  readonly #leases = new Map<string, Lease>();
  readonly #sealer: LeaseSealer;
  #current: Lease | undefined;
  #granting: Promise<Lease | undefined> | undefined;
  #recallsHeard = 0;

  constructor(
    private readonly use: SharedAccountOptions,
    private readonly account: AccountWriter,
    private readonly requests: RoutedRequests,
  ) {
    const { store, loader, life, now, observe } = use;
    this.#sealer = new LeaseSealer(store, loader, life, now, observe);
  }

  get size(): number {
    return this.#leases.size;
  }

  find(stream: string): Lease | undefined {
    return this.#leases.get(stream);
  }

  /** The lease that takes new requests; undefined where the account itself does. */
  async for(command: HoldFunds): Promise<Lease | undefined> {
    const { now, peers } = this.use;
    if (this.#current && !this.#current.isOver(now())) return this.#current;
    if (!peers.others()) return undefined;
    const account = this.account.state ?? (await this.account.ready());
    const need = wantedAmount(command);
    if (command.currency !== account.currency || !isLeasable(account, now(), need)) return undefined;
    this.#granting ??= this.#grant(need).finally(() => (this.#granting = undefined));
    return this.#granting;
  }

  async #grant(need: bigint): Promise<Lease | undefined> {
    const { id, life, now } = this.use;
    const heard = this.#recallsHeard;
    const executed = await this.account.execute({ type: 'LeaseFunds', at: now(), life, need }, systemOrigin('leasing'));
    if (executed.refusal) return undefined;
    const granted = executed.events.map(({ event }) => event).find((event) => event.type === 'FundsLeased');
    const place = placeOf(executed.stream);
    if (!granted || !place) throw new TypeError(`A lease of ${id} was granted without an event`);
    const stream = leaseStream(id, place.period, granted.data.lease);
    const { lease, until, amount } = granted.data;
    const own = new Lease(stream, { lease, life, until }, parseAmount(amount), () => this.#opening(lease), this.use);
    this.#current = own;
    this.#leases.set(stream, own);
    if (this.#recallsHeard !== heard) this.recalled(); // it may have been meant: the log can be faster than an append's answer
    return own;
  }

  /** Not asked of the account's writer: that one may be waiting for this lease to end. */
  async #opening(lease: number): Promise<AccountEvent | undefined> {
    const { id, registered, loader } = this.use;
    const known = this.account.state;
    const account = known?.leases.has(lease) ? known : (await loader.load(id, registered)).state;
    return account && openLease(account, lease);
  }

  /** Another gateway needs what is leased out. */
  recalled(): void {
    this.#recallsHeard += 1;
    for (const lease of this.#leases.values()) {
      lease.recalled = true;
      this.#endLater(lease, 'recalled');
    }
  }

  /**
   * Whether a lease goes on that does not cover a request. A slice is worth it for requests of which it covers sixteen: one like those finds it
   * used up. A larger one is the account's, and leaves the lease to the small ones that still fit, unless one that is meant for it can be had.
   */
  outlives(lease: Lease, command: HoldFunds): boolean {
    const need = wantedAmount(command);
    const { state } = this.account;
    return need * LEASE_FLOOR > lease.amount && !(state && isLeasable(state, this.use.now(), need));
  }

  /** No new requests; it goes back when its last one has ended, so that few holds have to move. */
  retire(lease: Lease): void {
    if (this.#current === lease) this.#current = undefined;
    lease.retired = true;
    this.endIfDone(lease);
  }

  endIfDone(lease: Lease): void {
    if (lease.retired && lease.requests.size === 0) this.#endLater(lease, 'returned');
  }

  /** What fails here is tried again at the next tick. */
  #endLater(lease: Lease, reason: SealReason): void {
    void this.end(lease, reason).catch(() => undefined);
  }

  async endAll(reason: SealReason): Promise<void> {
    await Promise.all([...this.#leases.values()].map((lease) => this.end(lease, reason)));
  }

  end(lease: Lease, reason: SealReason): Promise<void> {
    lease.ending ??= this.#giveBack(lease, reason).finally(() => (lease.ending = undefined));
    return lease.ending;
  }

  /** Sealed first, then settled: its open holds stand in the account's stream afterwards. */
  async #giveBack(lease: Lease, reason: SealReason): Promise<void> {
    if (!this.#leases.has(lease.stream)) return;
    if (this.#current === lease) this.#current = undefined;
    lease.retired = true;
    const settlement = await this.#seal(lease, reason);
    if (!settlement) return;
    await this.#settle(settlement);
    this.#leases.delete(lease.stream);
    this.requests.leave(lease);
  }

  /** Undefined where another gateway was first: the lease is lost then. */
  async #seal(lease: Lease, reason: SealReason): Promise<Settlement | undefined> {
    const { life, now, loader } = this.use;
    await lease.writer.execute({ type: 'SealLease', at: now(), by: life, reason }, systemOrigin('leasing'));
    const sealed = lease.writer.standing ?? (await loader.loadStream(lease.stream));
    if (sealed.state?.lease?.sealedBy === life) return settlementIn(sealed);
    this.lose(lease);
    return undefined;
  }

  async #settle(settlement: Settlement): Promise<void> {
    for (const part of settlement) {
      await this.account.execute({ type: 'SettleLease', at: this.use.now(), part }, systemOrigin('leasing'));
    }
  }

  /** Another gateway took this one for dead. What it abandons is never charged, so no answer of it may be finished. */
  lose(lease: Lease): void {
    if (this.#current === lease) this.#current = undefined;
    lease.retired = true;
    lease.lost = true;
    this.#leases.delete(lease.stream);
    for (const request of lease.requests) this.requests.lose(request);
  }

  /** Leases that are over, idle or long end here, and so does what could not be ended before. */
  async tick(): Promise<void> {
    const now = this.use.now();
    await Promise.all([...this.#leases.values()].map((lease) => this.#endWhenDue(lease, now)));
    await this.#endOrphans();
  }

  async #endWhenDue(lease: Lease, now: string): Promise<void> {
    if (lease.isOver(now)) await this.end(lease, 'over');
    else if (lease.recalled) await this.end(lease, 'recalled');
    else if (lease.isIdle) await this.end(lease, 'returned');
    else if (lease.isLong) this.retire(lease);
  }

  /** Granted to this life, but the answer that told so was lost. */
  async #endOrphans(): Promise<void> {
    const { state } = this.account;
    if (!state || this.#granting) return;
    const orphans = [...state.leases.values()].filter(
      ({ life, lease }) => life === this.use.life && !this.#leases.has(leaseStream(state.id, state.period, lease)),
    );
    for (const lease of orphans) await this.fence(state, lease, 'returned');
  }

  /** Takes a lease from its owner, or goes on where another gateway has left off doing so; its open holds are abandoned. */
  async fence(account: Account, lease: OutstandingLease, reason: SealReason): Promise<void> {
    await this.#settle(await this.#sealer.fence(account, lease, reason));
  }

  /**
   * While the account's writer closes a month, it settles what this says; nothing may be asked of that writer here.
   * A lease of ours keeps its requests until #giveBack finds it settled: what fails here has moved none of its holds.
   */
  async endForClosing(account: Account, { lease, life, ...terms }: OutstandingLease): Promise<Settlement> {
    const own = this.#leases.get(leaseStream(account.id, account.period, lease));
    const settlement = own && (await this.#seal(own, 'over'));
    const graceMs = life === this.use.life ? 0 : CLOSING_GRACE_MS;
    return settlement ?? this.#sealer.awaitOwner(account, { lease, life, ...terms }, 'over', graceMs);
  }
}

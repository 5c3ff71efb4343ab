import { AmbiguousError, UnavailableError, type EventStore, type Position, type RecordedEvent } from '#event-store';
import {
  isLeasable,
  leaseStream,
  openLease,
  placeOf,
  wantedAmount,
  type Account,
  type AccountCommand,
  type AccountEvent,
  type AdjustBalance,
  type HoldFunds,
  type OutstandingLease,
  type Refusal,
  type SealReason,
} from '#ledger';
import type { RegisteredAccount } from './account-snapshots.js';
import { systemOrigin, type CommandOrigin, type Executed } from './account.batch.js';
import { AccountBook, type EndLease } from './account.book.js';
import type { AccountLoader } from './account.loader.js';
import { AccountWriter } from './account.writer.js';
import { Lease } from './lease.js';
import { LeaseSealer, settlementIn, type Settlement } from './lease.sealer.js';

/** What one gateway knows of the others. */
export interface Peers {
  /** True while others may be serving too: only then is a lease worth its events. */
  others(): boolean;
  /** True of a life that has not been heard of for long enough to take its holds and leases back. */
  isDead(life: string): boolean;
}

export interface SharedAccountOptions {
  readonly id: string;
  readonly registered: RegisteredAccount;
  readonly store: EventStore;
  readonly loader: AccountLoader;
  readonly life: string;
  readonly now: () => string;
  readonly peers: Peers;
}

type RequestEnd = Extract<AccountCommand, { type: 'MeterTokens' | 'FailRequest' | 'AbandonRequest' }>;

/** Where an open request's hold stands: in a lease, else in the account's own stream. */
interface Routed {
  lease: Lease | undefined;
  /** The lease that it was moved from: an earlier try of a command may have been written there. */
  left?: Lease;
  readonly lost: AbortController;
}

/** A lease that was recalled and not given back in this time is fenced off. */
const RECALL_MS = 3_000;
/** At the end of a month a living gateway seals its own leases; one that does not is fenced off. */
const CLOSING_GRACE_MS = 2_000;
const POLL_MS = 25;
const MOST_ROUNDS = 12;

/**
 * An account that several gateways spend from. Requests go into a lease of this gateway, so that they meet nobody else; below the
 * floor of leases, and when this gateway is alone, onto the account's own stream. Everything else always goes there. What a lease does
 * not cover is asked of the account, and what the account has leased out is called back before anything is lowered or refused.
 */
export class SharedAccount {
  readonly #account: AccountWriter;
  readonly #sealer: LeaseSealer;
  readonly #leases = new Map<string, Lease>();
  readonly #routed = new Map<string, Routed>();
  #current: Lease | undefined;
  #granting: Promise<Lease | undefined> | undefined;
  #recalling: Promise<void> | undefined;
  #recallsHeard = 0;
  #lastPosition: Position = 0n;

  constructor(private readonly use: SharedAccountOptions) {
    const { id, registered, store, loader, life, now, peers } = use;
    const endLease: EndLease = (account, lease) => this.#endForClosing(account, lease);
    const book = new AccountBook(id, registered, store, loader, endLease, () => peers.others());
    this.#account = new AccountWriter(book, store, now);
    this.#sealer = new LeaseSealer(store, loader, life, now);
  }

  get idle(): boolean {
    return this.#account.idle && this.#leases.size === 0 && this.#routed.size === 0;
  }

  get state(): Account | undefined {
    return this.#account.state;
  }

  get lastPosition(): Position {
    return this.#lastPosition;
  }

  ready(): Promise<Account> {
    return this.#account.ready();
  }

  /** `untilMs`: as at the account's writer. */
  async execute(command: AccountCommand, origin: CommandOrigin, untilMs = Infinity): Promise<Executed> {
    const executed = await this.#execute(command, origin, untilMs);
    if (!executed.refusal && executed.position > this.#lastPosition) this.#lastPosition = executed.position;
    return executed;
  }

  /** Aborted when the request's hold was taken back by another gateway: its answer must not be finished. */
  lost(request: string): AbortSignal | undefined {
    return this.#routed.get(request)?.lost.signal;
  }

  /** What others have written about this account: recalls, seals of our leases, requests of ours that were abandoned. */
  notice({ stream, type, data }: RecordedEvent): void {
    const { life } = this.use;
    const lease = this.#leases.get(stream);
    if (type === 'FundsRecalled' && data['by'] !== life) this.#recalled();
    else if (type === 'LeaseSealed' && data['by'] !== life && lease) this.#lose(lease);
    else if (type === 'RequestAbandoned') this.#routed.get(data['request'] as string)?.lost.abort();
  }

  #recalled(): void {
    this.#recallsHeard += 1;
    for (const lease of this.#leases.values()) {
      lease.recalled = true;
      this.#endLater(lease, 'recalled');
    }
  }

  /** Leases that are over, idle or long end here, and so does what could not be ended before. */
  async tick(): Promise<void> {
    const now = this.use.now();
    for (const lease of [...this.#leases.values()]) {
      if (lease.isOver(now)) await this.#end(lease, 'over');
      else if (lease.recalled) await this.#end(lease, 'recalled');
      else if (lease.isIdle) await this.#end(lease, 'returned');
      else if (lease.isLong) this.#retire(lease);
    }
    await this.#endOrphans();
  }

  /** Granted to this life, but the answer that told so was lost. */
  async #endOrphans(): Promise<void> {
    const { state } = this.#account;
    if (!state || this.#granting) return;
    const orphans = [...state.leases.values()].filter(
      ({ life, lease }) => life === this.use.life && !this.#leases.has(leaseStream(state.id, state.period, lease)),
    );
    for (const lease of orphans) await this.#settle(await this.#sealer.fence(state, lease, 'returned'));
  }

  /** Gives everything back: before a gateway stops. */
  close(): Promise<void> {
    return this.#endAll('returned');
  }

  /** Takes back the leases of gateways that are dead; their open holds are abandoned. Returns how many. */
  async reclaim(): Promise<number> {
    const state = await this.ready();
    const dead = [...state.leases.values()].filter(({ life }) => life !== this.use.life && this.use.peers.isDead(life));
    for (const lease of dead) await this.#settle(await this.#sealer.fence(state, lease, 'gateway_died'));
    return dead.length;
  }

  #execute(command: AccountCommand, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    switch (command.type) {
      case 'HoldFunds':
        return this.#hold(command, origin, untilMs);
      case 'MeterTokens':
      case 'FailRequest':
      case 'AbandonRequest':
        return this.#endRequest(command, origin, untilMs);
      case 'AdjustBalance':
        return this.#adjust(command, origin, untilMs);
      case 'OpenAccount':
      case 'ReceivePayment':
      case 'GrantCredit':
      case 'ExpireCredits':
      case 'LeaseFunds':
      case 'RecallFunds':
      case 'SealLease':
      case 'SettleLease':
        return this.#account.execute(command, origin, untilMs);
    }
  }

  /** An earlier try that is in doubt may have written its hold: so the same is asked where that one was, before anything else is. */
  async #hold(command: HoldFunds, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    const { request } = command.request;
    let again = this.#routed.get(request);
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const routed = again ?? this.#route(request, await this.#leaseFor(command));
      const { lease } = routed;
      again = undefined;
      const executed = await this.#ask(routed, command, origin, untilMs).catch((fault: unknown) => this.#notHeld(request, fault));
      if (!executed.refusal) return executed;
      this.#unroute(request);
      if (lease && leavesLease(executed.refusal)) this.#retire(lease);
      else if (!lease && executed.refusal.code === 'FUNDS_LEASED') await this.#recall();
      else return executed;
    }
    throw this.#contended();
  }

  async #endRequest(command: RequestEnd, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    const { request } = command;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const routed = this.#routed.get(request);
      const { lease } = routed ?? {};
      const executed = await this.#ask(routed, command, origin, untilMs);
      if (lease && leavesLease(executed.refusal)) {
        await this.#end(lease, executed.refusal?.code === 'LEASE_OVER' ? 'over' : 'returned');
        if (lease.lost) return this.#forget(request, { refusal: { code: 'HOLD_NOT_FOUND', message: `${request} was abandoned` } });
      } else if (executed.refusal?.code === 'FUNDS_LEASED') await this.#recall();
      else return this.#forget(request, executed);
    }
    throw this.#contended();
  }

  /** Where the request's hold stands; what an earlier try of the command wrote stays its answer, wherever the hold is now. */
  async #ask(routed: Routed | undefined, command: HoldFunds | RequestEnd, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    return routed?.left?.writer.earlier(origin.commandId) ?? (routed?.lease?.writer ?? this.#account).execute(command, origin, untilMs);
  }

  async #adjust(command: AdjustBalance, origin: CommandOrigin, untilMs: number): Promise<Executed> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const executed = await this.#account.execute(command, origin, untilMs);
      if (executed.refusal?.code !== 'FUNDS_LEASED') return executed;
      await this.#recall();
    }
    throw this.#contended();
  }

  #contended(): UnavailableError {
    return new UnavailableError(`${this.use.id} is being spent from by too many at once`);
  }

  #forget(request: string, executed: Executed): Executed {
    this.#unroute(request);
    return executed;
  }

  #route(request: string, lease: Lease | undefined): Routed {
    const routed = { lease, lost: new AbortController() };
    this.#routed.set(request, routed);
    lease?.take(request);
    return routed;
  }

  /** A hold that was not written has no end that would take its request out again; one in doubt has. */
  #notHeld(request: string, fault: unknown): never {
    if (!(fault instanceof AmbiguousError)) this.#unroute(request);
    throw fault;
  }

  #unroute(request: string): void {
    const lease = this.#routed.get(request)?.lease;
    this.#routed.delete(request);
    lease?.requests.delete(request);
    if (lease?.retired && lease.requests.size === 0) this.#endLater(lease);
  }

  /** The lease that takes new requests; undefined where the account itself does. */
  async #leaseFor(command: HoldFunds): Promise<Lease | undefined> {
    const { now, peers } = this.use;
    if (this.#current && !this.#current.isOver(now())) return this.#current;
    if (!peers.others()) return undefined;
    const account = this.#account.state ?? (await this.ready());
    const need = wantedAmount(command);
    if (command.currency !== account.currency || !isLeasable(account, now(), need)) return undefined;
    this.#granting ??= this.#grant(need).finally(() => (this.#granting = undefined));
    return this.#granting;
  }

  async #grant(need: bigint): Promise<Lease | undefined> {
    const { id, life, now } = this.use;
    const heard = this.#recallsHeard;
    const executed = await this.#account.execute({ type: 'LeaseFunds', at: now(), life, need }, systemOrigin('leasing'));
    if (executed.refusal) return undefined;
    const granted = executed.events.map(({ event }) => event).find((event) => event.type === 'FundsLeased');
    const place = placeOf(executed.stream);
    if (!granted || !place) throw new TypeError(`A lease of ${id} was granted without an event`);
    const stream = leaseStream(id, place.period, granted.data.lease);
    const { lease, until } = granted.data;
    const own = new Lease(stream, { lease, life, until }, () => this.#opening(lease), this.use);
    this.#current = own;
    this.#leases.set(stream, own);
    if (this.#recallsHeard !== heard) this.#recalled(); // it may have been meant: the log can be faster than an append's answer
    return own;
  }

  /** No new requests; it goes back when its last one has ended, so that few holds have to move. */
  #retire(lease: Lease): void {
    if (this.#current === lease) this.#current = undefined;
    lease.retired = true;
    if (lease.requests.size === 0) this.#endLater(lease);
  }

  /** What fails here is tried again at the next tick. */
  #endLater(lease: Lease, reason: SealReason = 'returned'): void {
    void this.#end(lease, reason).catch(() => undefined);
  }

  async #endAll(reason: SealReason): Promise<void> {
    await Promise.all([...this.#leases.values()].map((lease) => this.#end(lease, reason)));
  }

  #end(lease: Lease, reason: SealReason): Promise<void> {
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
    this.#drop(lease);
  }

  /** Undefined where another gateway was first: the lease is lost then. */
  async #seal(lease: Lease, reason: SealReason): Promise<Settlement | undefined> {
    const { life, now, loader } = this.use;
    await lease.writer.execute({ type: 'SealLease', at: now(), by: life, reason }, systemOrigin('leasing'));
    const sealed = lease.writer.standing ?? (await loader.loadStream(lease.stream));
    if (sealed.state?.lease?.sealedBy === life) return settlementIn(sealed);
    this.#lose(lease);
    return undefined;
  }

  /** Not asked of the account's writer: that one may be waiting for this lease to end. */
  async #opening(lease: number): Promise<AccountEvent | undefined> {
    const { id, registered, loader } = this.use;
    const known = this.#account.state;
    const account = known?.leases.has(lease) ? known : (await loader.load(id, registered)).state;
    return account && openLease(account, lease);
  }

  async #settle(settlement: Settlement): Promise<void> {
    for (const part of settlement) {
      await this.#account.execute({ type: 'SettleLease', at: this.use.now(), part }, systemOrigin('leasing'));
    }
  }

  #drop(lease: Lease): void {
    this.#leases.delete(lease.stream);
    for (const request of lease.requests) {
      const routed = this.#routed.get(request);
      if (routed) Object.assign(routed, { lease: undefined, left: lease });
    }
    lease.requests.clear();
  }

  /** Another gateway took this one for dead. What it abandons is never charged, so no answer of it may be finished. */
  #lose(lease: Lease): void {
    if (this.#current === lease) this.#current = undefined;
    lease.retired = true;
    lease.lost = true;
    this.#leases.delete(lease.stream);
    for (const request of lease.requests) this.#routed.get(request)?.lost.abort();
  }

  #recall(): Promise<void> {
    this.#recalling ??= this.#callBack().finally(() => (this.#recalling = undefined));
    return this.#recalling;
  }

  /** Until nothing is leased out any more: what is not given back in time is taken. */
  async #callBack(): Promise<void> {
    let giveUpAt = await this.#callOut();
    for (;;) {
      const state = await this.ready();
      const out = [...state.leases.values()];
      if (out.length === 0) return;
      if (out.some(({ recalled }) => !recalled)) giveUpAt = await this.#callOut();
      else if (performance.now() >= giveUpAt) {
        for (const lease of out) await this.#settle(await this.#sealer.fence(state, lease, 'recalled'));
      } else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Recalls what is out now, and says how long that may take: what is granted afterwards was not asked for yet. */
  async #callOut(): Promise<number> {
    const { life, now } = this.use;
    await this.#account.execute({ type: 'RecallFunds', at: now(), by: life }, systemOrigin('recalling'));
    await this.#endAll('recalled');
    return performance.now() + RECALL_MS;
  }

  /**
   * While the account's writer closes a month, it settles what this says; nothing may be asked of that writer here.
   * A lease of ours keeps its requests until #giveBack finds it settled: what fails here has moved none of its holds.
   */
  async #endForClosing(account: Account, { lease, life, ...terms }: OutstandingLease): Promise<Settlement> {
    const own = this.#leases.get(leaseStream(account.id, account.period, lease));
    const settlement = own && (await this.#seal(own, 'over'));
    const graceMs = life === this.use.life ? 0 : CLOSING_GRACE_MS;
    return settlement ?? this.#sealer.awaitOwner(account, { lease, life, ...terms }, 'over', graceMs);
  }
}

/** The lease cannot serve it: too little in it, over, or sealed. */
function leavesLease(refusal: Refusal | undefined): boolean {
  return refusal?.code === 'LEASE_EXHAUSTED' || refusal?.code === 'LEASE_OVER' || refusal?.code === 'LEASE_SEALED';
}

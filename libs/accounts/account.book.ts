import { EMPTY_TIP, type EventStore, type Position } from '#event-store';
import {
  accountStream,
  closingEvent,
  decide,
  evolve,
  expiriesBeforeClosing,
  lastInstant,
  mustClose,
  openPeriod,
  periodOf,
  type Account,
  type AccountEvent,
  type OutstandingLease,
  type SettleLease,
} from '#ledger';
import { isWorthKeeping, snapshotOf, type AccountSnapshots, type RegisteredAccount, type StoredSnapshot } from './account-snapshots.js';
import type { AccountLoader, LoadedAccount } from './account.loader.js';

export type OpenAccount = LoadedAccount & { state: Account };

/** Writes system events behind the loaded state, in order, and applies them to it. */
export type WriteEvents = (loaded: LoadedAccount, events: readonly AccountEvent[], cause: string) => Promise<void>;

/** What one writer writes into: an account's own streams, month after month, or one lease. */
export interface Book {
  load(): Promise<LoadedAccount>;
  /** Brings it to where commands of the moment can be decided. */
  prepare(loaded: LoadedAccount, moment: string, write: WriteEvents): Promise<OpenAccount>;
  /** False for a command whose moment needs `prepare` first. */
  takes(state: Account, moment: string): boolean;
  /** As of when a command of the moment is decided: while no month may be closed, what comes behind its end is of its last moment. */
  dated(state: Account, moment: string): string;
  /** Others may write here too: what was decided without an append has to be checked against the stream before it is told. */
  readonly shared: boolean;
  /** Others want to write here now: whoever has just written lets them have their turn. */
  readonly contended: boolean;
  /** Of an account as it stands now, where a snapshot of it is due: keeps that, once what it stands on is durable. */
  snapshot?(loaded: OpenAccount): KeepSnapshot | undefined;
}

/** With the position of the event that it stands at. */
export type KeepSnapshot = (position: Position) => void;

/** Ends a lease that stands in the way of closing a month, and says what comes back of it. */
export type EndLease = (account: Account, lease: OutstandingLease) => Promise<readonly SettleLease['part'][]>;

export interface BookedAccount {
  readonly id: string;
  readonly registered: RegisteredAccount;
  readonly store: EventStore;
  readonly loader: AccountLoader;
  readonly snapshots?: AccountSnapshots;
  /** False while the time is in doubt. Default: it never is. */
  readonly mayClose?: () => boolean;
}

/** Opening, closing and carrying a month follow from time, and are written between commands. */
export class AccountBook implements Book {
  /** As it was read last: whoever lost a race reads on from there, and is back before the next one is lost. */
  private lastRead: StoredSnapshot | undefined;
  /** The last snapshot that was kept of it. */
  private kept: Pick<StoredSnapshot, 'stream' | 'revision'> | undefined;

  private readonly id: string;
  private readonly registered: RegisteredAccount;
  private readonly store: EventStore;
  private readonly loader: AccountLoader;
  private readonly snapshots: AccountSnapshots | undefined;
  private readonly mayClose: () => boolean;

  constructor(
    { id, registered, store, loader, snapshots, mayClose = () => true }: BookedAccount,
    /** Undefined where only one gateway can live. */
    private readonly endLease?: EndLease,
    private readonly others: () => boolean = () => false,
  ) {
    this.id = id;
    this.registered = registered;
    this.store = store;
    this.loader = loader;
    this.snapshots = snapshots;
    this.mayClose = mayClose;
  }

  get shared(): boolean {
    return this.endLease !== undefined;
  }

  get contended(): boolean {
    return this.others();
  }

  async load(): Promise<LoadedAccount> {
    const loaded = await this.loader.load(this.id, this.registered, this.lastRead);
    if (!this.lastRead) this.kept = loaded.kept;
    if (this.shared) this.lastRead = snapshotOf(loaded);
    return loaded;
  }

  snapshot(loaded: OpenAccount): KeepSnapshot | undefined {
    const { id, snapshots, kept } = this;
    const { state, stream, tip } = loaded;
    const before = kept?.stream === stream ? BigInt(kept.revision) : -1n;
    if (!snapshots?.keep || !isWorthKeeping(state, tip.revision - before)) return undefined;
    const snapshot = snapshotOf(loaded);
    if (!snapshot) return undefined;
    this.kept = { stream, revision: snapshot.revision };
    return (position) => snapshots.keep?.(id, snapshot, position);
  }

  takes(state: Account, moment: string): boolean {
    return !this.closes(state, moment);
  }

  dated(state: Account, moment: string): string {
    return mustClose(state, moment) ? lastInstant(state.period, state.timeZone) : moment;
  }

  /** A closing that has begun is finished, whatever the clock says. */
  private closes(state: Account, moment: string): boolean {
    return mustClose(state, moment) && (state.status === 'closing' || this.mayClose());
  }

  async prepare(loaded: LoadedAccount, moment: string, write: WriteEvents): Promise<OpenAccount> {
    for (;;) {
      const { state } = loaded;
      if (!state) await this.openFirstPeriod(loaded, write);
      else if (state.status === 'carrying') await this.finishOpening(loaded, state, write);
      else if (state.status === 'closed') await this.openNextPeriod(loaded, state, write);
      else if (this.closes(state, moment)) await this.close(loaded, state, moment, write);
      else return loaded as OpenAccount;
    }
  }

  /** At the registration, whenever the first command comes: so the first stream is always found again. */
  private async openFirstPeriod(loaded: LoadedAccount, write: WriteEvents): Promise<void> {
    const { customer, currency, timeZone, registeredAt: at } = this.registered;
    const decision = decide({ type: 'OpenAccount', at, account: this.id, customer, currency, timeZone }, undefined);
    const [opened] = decision.events ?? [];
    if (!opened) throw new TypeError(`Account ${this.id} could not be opened: ${decision.refusal?.message ?? 'nothing happened'}`);
    loaded.stream = accountStream(this.id, periodOf(at, timeZone));
    loaded.tip = EMPTY_TIP;
    await write(loaded, [opened, ...openPeriod(evolve(undefined, opened), null)], 'opening');
  }

  private async close(loaded: LoadedAccount, state: Account, moment: string, write: WriteEvents): Promise<void> {
    await this.settleLeases(loaded, state, write);
    for (;;) {
      const expired = expiriesBeforeClosing(state);
      if (expired.length === 0) break;
      await write(loaded, expired, 'closing');
    }
    while (state.status !== 'closed') await write(loaded, [closingEvent(state, moment)], 'closing');
  }

  /** All are waited for at once. Everything that was spent in leases belongs to the month, and their open holds are carried into the next one. */
  private async settleLeases(loaded: LoadedAccount, state: Account, write: WriteEvents): Promise<void> {
    const { endLease } = this;
    if (state.leases.size === 0) return;
    if (!endLease) throw new TypeError(`${this.id} has leases, but only one gateway can live here`);
    const at = lastInstant(state.period, state.timeZone);
    const settlements = await Promise.all([...state.leases.values()].map((lease) => endLease(state, lease)));
    for (const part of settlements.flat()) {
      await write(loaded, decide({ type: 'SettleLease', at, part }, state).events ?? [], 'closing');
    }
  }

  private async openNextPeriod(loaded: LoadedAccount, closed: Account, write: WriteEvents): Promise<void> {
    const previous = { stream: loaded.stream, revision: String(loaded.tip.revision), hash: String(loaded.tip.hash) };
    const events = openPeriod(closed, previous);
    loaded.stream = accountStream(this.id, closed.next as string);
    loaded.tip = EMPTY_TIP;
    await write(loaded, events, 'opening');
  }

  /** A crash came between PeriodOpened and its PeriodCarried events: they follow from the closed stream. */
  private async finishOpening(loaded: LoadedAccount, state: Account, write: WriteEvents): Promise<void> {
    const [opened] = await this.store.readStream(loaded.stream, { max: 1 });
    const { previous, carried } = opened?.data as { carried: number; previous: { stream: string; revision: string; hash: string } };
    const closed = await this.loader.loadStream(previous.stream);
    const [, ...parts] = openPeriod(closed.state as Account, previous);
    if (parts.length !== carried)
      throw new TypeError(`${loaded.stream} announces ${carried} parts, but ${parts.length} follow from ${previous.stream}`);
    await write(loaded, parts.slice(-state.carriedLeft), 'opening');
  }
}

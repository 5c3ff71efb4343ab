import { UnavailableError, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { told } from '#streams';
import { later, placeOf, type Account, type AccountCommand } from '#ledger';
import type { AccountSnapshots, RegisteredAccount } from './account-snapshots.js';
import { systemOrigin, type CommandOrigin, type Executed, type PlacedEvent } from './account.batch.js';
import { AccountBook } from './account.book.js';
import { AccountLoader } from './account.loader.js';
import { AccountWriter } from './account.writer.js';
import { Admission, DEFAULT_ADMISSION, type AdmissionLimits, type Leave } from './admission.js';
import type { Peers } from './peers.js';
import { SharedAccount } from './shared.account.js';

export interface AccountsOptions {
  readonly store: EventStore;
  readonly snapshots: AccountSnapshots;
  /** What identity knows of an account; undefined for one that was never registered. */
  readonly registered: (account: string) => RegisteredAccount | undefined;
  /** This life of this gateway: its open holds are never swept. */
  readonly life: string;
  readonly now: () => string;
  /** False while the time is in doubt: then no month is closed. Default: it never is. */
  readonly mayClose?: () => boolean;
  readonly admission?: AdmissionLimits;
  /** Told what a command wrote, once that is durable. Must not throw. */
  readonly observe?: (account: string, events: readonly PlacedEvent[]) => void;
  /** Commands that are worth an append of their own while another is under way, where the engine pipelines; default 16. */
  readonly worthAnAppend?: number;
  /** The other gateways on the same stores. Undefined where there can be none: then every account is this process's alone. */
  readonly peers?: Peers;
}

/** Loaded accounts kept in memory; the longest unused idle ones go first. */
const MAX_LOADED = 10_000;

/** Types that `Accounts.notice` wants to see. */
export const NOTICED_TYPES: readonly string[] = ['FundsRecalled', 'LeaseSealed', 'RequestAbandoned'];

/** All accounts of this process: one writer each, loaded on first use. */
export class Accounts {
  private readonly writers = new Map<string, AccountWriter | SharedAccount>();
  private readonly admissions = new Map<string, Admission>();
  private readonly loader: AccountLoader;

  constructor(private readonly options: AccountsOptions) {
    this.loader = new AccountLoader(options.store, options.snapshots, options.now);
  }

  get life(): string {
    return this.options.life;
  }

  /**
   * Throws the store's faults (`UNAVAILABLE`, `AMBIGUOUS`); refusals are values. What has not begun by `untilMs` of
   * `performance.now()`, however many steps it takes, is withdrawn; what has been is waited for to its end, or, where the engine is not
   * certain, is `UnendedError` then.
   */
  execute(account: string, command: AccountCommand, origin: CommandOrigin, untilMs = Infinity): Promise<Executed> {
    const writer = this.writer(account);
    if (!writer) return Promise.resolve({ refusal: { code: 'ACCOUNT_UNKNOWN', message: `There is no account ${account}` } });
    return told(this.options.store, untilMs, account, this.observed(account, command, writer.execute(command, origin, untilMs)));
  }

  private async observed(account: string, command: AccountCommand, executing: Promise<Executed>): Promise<Executed> {
    try {
      const executed = await executing;
      if (!executed.refusal) this.options.observe?.(account, executed.events);
      return executed;
    } catch (fault) {
      if (command.type === 'HoldFunds' && fault instanceof UnavailableError) this.admissions.get(account)?.refuseWaiting(fault);
      throw fault;
    }
  }

  /** Loads the account and opens its books if that has not happened. Ends in time, as `execute` does. */
  async open(account: string, untilMs = Infinity): Promise<Account | undefined> {
    const writer = this.writer(account);
    return writer && (await told(this.options.store, untilMs, account, writer.ready(untilMs)));
  }

  /** A place among the account's open requests; undefined when its queue is full. */
  enter(account: string): Leave | Promise<Leave> | undefined {
    let admission = this.admissions.get(account);
    if (!admission) {
      admission = new Admission(this.options.admission ?? DEFAULT_ADMISSION);
      this.admissions.set(account, admission);
    }
    return admission.enter();
  }

  /** Position of the last event that this process wrote for the account; 0n for none. */
  lastPosition(account: string): Position {
    return this.writers.get(account)?.lastPosition ?? 0n;
  }

  /** Nanos that can be spent of it now, what is leased out and not settled included; 0n for an account that there is not. */
  async available(account: string, untilMs?: number): Promise<bigint> {
    const state = await this.open(account, untilMs);
    return state ? state.available + state.leased : 0n;
  }

  /** Aborted when another gateway has taken the request's hold back. Undefined where nobody could. */
  lost(account: string, request: string): AbortSignal | undefined {
    const writer = this.writers.get(account);
    return writer instanceof SharedAccount ? writer.lost(request) : undefined;
  }

  /**
   * Ends the holds that dead gateways left open, and takes their leases back: customers are charged nothing. Where only one gateway can
   * live (embedded) every other life is dead; else `peers` tells. Returns how many holds and leases were ended.
   */
  async reclaimFromDead(account: string): Promise<number> {
    const { peers } = this.options;
    const writer = this.writer(account);
    const leases = writer instanceof SharedAccount ? await writer.reclaim() : 0;
    return leases + (await this.abandon(account, 'gateway_died', ({ life }) => !peers || peers.isDead(life)));
  }

  /** Ends the holds of other lives that are past their deadline. A gateway that lives ends its own, whatever our clock says. */
  async abandonOverdueHolds(account: string): Promise<number> {
    const now = this.options.now();
    const { peers } = this.options;
    return this.abandon(account, 'deadline_passed', ({ deadline, life }) => deadline <= now && (!peers || peers.isDead(life)));
  }

  private async abandon(
    account: string,
    reason: 'gateway_died' | 'deadline_passed',
    isDue: (hold: { readonly life: string; readonly deadline: string }) => boolean,
  ): Promise<number> {
    const state = await this.open(account);
    const at = this.options.now();
    const due = [...(state?.holds.values() ?? [])].filter(({ record }) => record.life !== this.life && isDue(record));
    const ended = await Promise.all(
      due.map(({ record: { request } }) => this.execute(account, { type: 'AbandonRequest', at, request, reason }, systemOrigin(request))),
    );
    return ended.filter(({ refusal }) => !refusal).length;
  }

  /** What other gateways wrote: `NOTICED_TYPES` of all streams of accounts and leases. Accounts that are not in use here are passed over. */
  notice(event: RecordedEvent): void {
    const account = placeOf(event.stream)?.account;
    const writer = account === undefined ? undefined : this.writers.get(account);
    if (writer instanceof SharedAccount) writer.notice(event);
  }

  /** Once a second where there are peers: leases that are over, idle or long go back. What fails is told, and tried again. */
  async tick(): Promise<void> {
    await this.forShared((writer) => writer.tick());
  }

  /** Gives all leases back, so that nobody has to wait for them. */
  async close(): Promise<void> {
    await this.forShared((writer) => writer.close());
  }

  private async forShared(work: (writer: SharedAccount) => Promise<void>): Promise<void> {
    const shared = [...this.writers.values()].filter((writer) => writer instanceof SharedAccount);
    const done = await Promise.allSettled(shared.map(work));
    const failed = done.filter(({ status }) => status === 'rejected').map((each) => (each as PromiseRejectedResult).reason as unknown);
    if (failed.length > 0) throw new AggregateError(failed, `${failed.length} leases could not be given back yet`);
  }

  /** Brings an account up to now: closes a month that is over, expires what is due. */
  async keepUp(account: string): Promise<void> {
    const state = this.writers.get(account)?.state;
    const now = later(this.options.now(), state?.at ?? '');
    await this.execute(account, { type: 'ExpireCredits', at: now }, systemOrigin('timer'));
  }

  private writer(account: string): AccountWriter | SharedAccount | undefined {
    const found = this.writers.get(account);
    if (found) return found;
    const registered = this.options.registered(account);
    if (!registered) return undefined;
    if (this.writers.size >= MAX_LOADED) this.forgetIdle();
    const writer = this.create(account, registered);
    this.writers.set(account, writer);
    return writer;
  }

  private create(id: string, registered: RegisteredAccount): AccountWriter | SharedAccount {
    const { store, snapshots, life, now, peers, mayClose, observe, worthAnAppend } = this.options;
    const use = { id, registered, store, loader: this.loader, snapshots, ...(mayClose && { mayClose }) };
    if (!peers) return new AccountWriter(new AccountBook(use), store, now, worthAnAppend);
    const observed = observe && { observe: (events: readonly PlacedEvent[]) => observe(id, events) };
    return new SharedAccount({ ...use, life, now, peers, ...observed });
  }

  /** Forgetting loses nothing: an account is read again when it is needed. */
  private forgetIdle(): void {
    for (const [id, writer] of this.writers) {
      if (this.writers.size < MAX_LOADED * 0.9) return;
      const admission = this.admissions.get(id);
      if (!writer.idle || (admission && !admission.empty)) continue;
      this.writers.delete(id);
      this.admissions.delete(id);
    }
  }
}

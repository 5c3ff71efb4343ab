import type { EventStore, Position } from '#event-store';
import { later, type Account, type AccountCommand } from '#ledger';
import type { AccountSnapshots, RegisteredAccount } from './account-snapshots.js';
import { AccountLoader } from './account.loader.js';
import { systemOrigin, type CommandOrigin, type Executed } from './account.batch.js';
import { AccountWriter } from './account.writer.js';
import { Admission, DEFAULT_ADMISSION, type AdmissionLimits, type Leave } from './admission.js';

export interface AccountsOptions {
  readonly store: EventStore;
  readonly snapshots: AccountSnapshots;
  /** What identity knows of an account; undefined for one that was never registered. */
  readonly registered: (account: string) => RegisteredAccount | undefined;
  /** This life of this gateway: its open holds are never swept. */
  readonly life: string;
  readonly now: () => string;
  readonly admission?: AdmissionLimits;
}

/** Loaded accounts kept in memory; the longest unused idle ones go first. */
const MAX_LOADED = 10_000;

/** All accounts of this process: one writer each, loaded on first use. */
export class Accounts {
  private readonly writers = new Map<string, AccountWriter>();
  private readonly admissions = new Map<string, Admission>();
  private readonly loader: AccountLoader;

  constructor(private readonly options: AccountsOptions) {
    this.loader = new AccountLoader(options.store, options.snapshots, options.now);
  }

  get life(): string {
    return this.options.life;
  }

  /** Throws the store's faults (`UNAVAILABLE`, `AMBIGUOUS`); refusals are values. */
  execute(account: string, command: AccountCommand, origin: CommandOrigin): Promise<Executed> {
    const writer = this.writer(account);
    if (!writer) return Promise.resolve({ refusal: { code: 'ACCOUNT_UNKNOWN', message: `There is no account ${account}` } });
    return writer.execute(command, origin);
  }

  /** Loads the account and opens its books if that has not happened. */
  async open(account: string): Promise<Account | undefined> {
    return await this.writer(account)?.ready();
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

  /**
   * Ends the holds that a dead gateway left open: customers are charged nothing. Where only one gateway can live (embedded) every
   * other life is dead; else only holds past their deadline are ended here. Returns how many were ended.
   */
  async abandonDeadHolds(account: string, reason: 'gateway_died' | 'deadline_passed'): Promise<number> {
    const state = await this.open(account);
    const now = this.options.now();
    const dead = [...(state?.holds.values() ?? [])].filter(
      ({ record }) => record.life !== this.life && (reason === 'gateway_died' || record.deadline <= now),
    );
    const ended = await Promise.all(
      dead.map(({ record }) =>
        this.execute(account, { type: 'AbandonRequest', at: now, request: record.request, reason }, systemOrigin(record.request)),
      ),
    );
    return ended.filter(({ refusal }) => !refusal).length;
  }

  /** Brings an account up to now: closes a month that is over, expires what is due. */
  async keepUp(account: string): Promise<void> {
    const state = this.writers.get(account)?.state;
    const now = later(this.options.now(), state?.at ?? '');
    await this.execute(account, { type: 'ExpireCredits', at: now }, systemOrigin('timer'));
  }

  private writer(account: string): AccountWriter | undefined {
    const found = this.writers.get(account);
    if (found) return found;
    const registered = this.options.registered(account);
    if (!registered) return undefined;
    if (this.writers.size >= MAX_LOADED) this.forgetIdle();
    const writer = new AccountWriter(account, registered, this.options.store, this.loader, this.options.now);
    this.writers.set(account, writer);
    return writer;
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

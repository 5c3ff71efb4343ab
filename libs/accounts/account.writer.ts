import {
  AmbiguousError,
  ConflictError,
  EMPTY_TIP,
  MAX_EVENTS_PER_APPEND,
  seal,
  type Appended,
  type EventStore,
  type Position,
  type SealedEvent,
} from '#event-store';
import {
  accountStream,
  closePeriod,
  decide,
  evolve,
  expiriesBeforeClosing,
  mustClose,
  openPeriod,
  periodOf,
  type Account,
  type AccountCommand,
  type AccountEvent,
} from '#ledger';
import type { RegisteredAccount } from './account-snapshots.js';
import {
  AccountBatch,
  BATCH_BYTES,
  bytesOf,
  systemOrigin,
  unsealed,
  type CommandOrigin,
  type Executed,
  type PendingCommand,
} from './account.batch.js';
import type { AccountLoader, LoadedAccount } from './account.loader.js';

type OpenAccount = LoadedAccount & { state: Account };

const APPEND_TIMEOUT_MS = 5_000;
const AMBIGUOUS_RETRIES = 3;
const CONFLICT_RETRIES = 20;
/** Outcomes kept for commands whose caller was told `AMBIGUOUS` and may come back. */
const MAX_CONFIRMED = 10_000;

/**
 * The one writer of an account in this process. Commands queue up, are decided one after another and appended together under
 * the expected revision; while one append is in flight the next batch forms, and a batch takes in whatever arrives in the same turn
 * of the event loop. No command is answered before what it rests on is durable, refusals included. When an append fails, the state
 * is thrown away and read again.
 */
export class AccountWriter {
  private readonly queue: PendingCommand[] = [];
  private loaded: LoadedAccount | undefined;
  private draining = false;
  private conflicts = 0;
  /** Batches of which nobody knows whether they were written. */
  private doubtful: AccountBatch[] = [];
  private readonly confirmed = new Map<string, Executed>();
  /** Position of the last event that this process wrote for the account. */
  lastPosition: Position = 0n;

  constructor(
    private readonly id: string,
    private readonly registered: RegisteredAccount,
    private readonly store: EventStore,
    private readonly loader: AccountLoader,
    private readonly now: () => string,
  ) {}

  get idle(): boolean {
    return !this.draining && this.queue.length === 0 && this.doubtful.length === 0;
  }

  /** The account as far as it is loaded; undefined before the first command. */
  get state(): Account | undefined {
    return this.loaded?.state;
  }

  /**
   * Rejects with the store's fault. After `AMBIGUOUS` the command may have taken effect: the same command with the same origin
   * then gets the answer that it would have got. Who gives up a hold must release it (FailRequest) once the store is back.
   */
  execute(command: AccountCommand, origin: CommandOrigin): Promise<Executed> {
    return new Promise((resolve, reject) => {
      this.queue.push({ command, origin, resolve, reject });
      if (!this.draining) void this.drain();
    });
  }

  /** Reads the account, opening its books if this is the first that is heard of it. */
  async ready(): Promise<Account> {
    for (;;) {
      await this.execute({ type: 'ExpireCredits', at: this.now() }, systemOrigin('load'));
      if (this.loaded?.state) return this.loaded.state;
      // a later batch has failed meanwhile, and the state was thrown away with it
    }
  }

  private async drain(): Promise<void> {
    this.draining = true;
    while (this.queue.length > 0) {
      await endOfTurn();
      let batch: AccountBatch | undefined;
      try {
        const loaded = await this.open(this.queue[0] as PendingCommand);
        batch = new AccountBatch(loaded.stream, loaded.tip, loaded.state, this.now());
        this.fill(batch, loaded.state);
        await this.commit(loaded, batch);
        this.conflicts = 0;
      } catch (fault) {
        this.loaded = undefined;
        if (fault instanceof AmbiguousError && batch) this.doubtful.push(batch);
        const failed = batch ? batch.pending : this.queue.splice(0);
        if (this.mayRetry(fault)) this.queue.unshift(...failed);
        else failed.forEach((pending) => this.reject(pending, fault));
      }
    }
    this.draining = false;
  }

  /** Writes the batch's events, then answers its commands. */
  private async commit(loaded: OpenAccount, batch: AccountBatch): Promise<void> {
    if (batch.sealed.length > 0) {
      const { position } = await this.append(batch.stream, batch.sealed, batch.before.revision);
      loaded.tip = batch.after;
      this.lastPosition = position;
      this.doubtful = [];
    }
    batch.answer(batch.sealed.length > 0 ? this.lastPosition : 0n);
  }

  private mayRetry(fault: unknown): boolean {
    const retry = fault instanceof ConflictError && this.conflicts < CONFLICT_RETRIES;
    this.conflicts = retry ? this.conflicts + 1 : 0;
    return retry;
  }

  /** Decides as many queued commands as fit into one append and into the period that is open. */
  private fill(batch: AccountBatch, state: Account): void {
    while (!batch.full) {
      const pending = this.queue[0];
      if (!pending || mustClose(state, pending.command.at)) return;
      this.queue.shift();
      if (!this.answeredEarlier(pending)) batch.add(pending);
    }
  }

  /** What an earlier try of the command did stands already, whatever becomes of the batch that is being filled. */
  private answeredEarlier({ origin: { commandId }, resolve }: PendingCommand): boolean {
    const earlier = this.confirmed.get(commandId);
    if (earlier) resolve(earlier);
    return this.confirmed.delete(commandId);
  }

  /** Nobody is told that nothing was written while an earlier try of the command may still be. */
  private reject(pending: PendingCommand, fault: unknown): void {
    if (this.answeredEarlier(pending)) return;
    const inDoubt = this.doubtful.some((batch) => batch.wrote(pending.origin.commandId));
    const isTold = !inDoubt || fault instanceof AmbiguousError;
    pending.reject(isTold ? fault : new AmbiguousError('An earlier try of the command may have been written', { cause: fault }));
  }

  /** The account, loaded, with the period open that the command's moment lies in. */
  private async open({ command }: PendingCommand): Promise<OpenAccount> {
    this.loaded ??= await this.load();
    const { loaded } = this;
    for (;;) {
      const { state } = loaded;
      if (!state) await this.openFirstPeriod(loaded);
      else if (state.status === 'carrying') await this.finishOpening(loaded, state);
      else if (state.status === 'closed') await this.openNextPeriod(loaded, state);
      else if (mustClose(state, command.at)) await this.close(loaded, state, command.at);
      else return loaded as OpenAccount;
    }
  }

  private async load(): Promise<LoadedAccount> {
    const loaded = await this.loader.load(this.id, this.registered);
    await this.settleDoubt();
    return loaded;
  }

  /** Where a doubtful batch was written after all, a retry of its commands gets their answers instead of a second effect. */
  private async settleDoubt(): Promise<void> {
    for (const batch of [...this.doubtful]) {
      const [last] = await this.store.readStream(batch.stream, { from: batch.after.revision, max: 1 });
      if (last?.id !== batch.sealed.at(-1)?.id) continue; // may still be on its way: until we append, look again
      this.doubtful = this.doubtful.filter((other) => other !== batch);
      for (const [commandId, outcome] of batch.outcomes(last?.position ?? 0n)) this.confirmed.set(commandId, outcome);
    }
    for (const commandId of this.confirmed.keys()) if (this.confirmed.size > MAX_CONFIRMED) this.confirmed.delete(commandId);
  }

  /** At the registration, whenever the first command comes: so the first stream is always found again. */
  private async openFirstPeriod(loaded: LoadedAccount): Promise<void> {
    const { customer, currency, timeZone, registeredAt: at } = this.registered;
    const decision = decide({ type: 'OpenAccount', at, account: this.id, customer, currency, timeZone }, undefined);
    const [opened] = decision.events ?? [];
    if (!opened) throw new TypeError(`Account ${this.id} could not be opened: ${decision.refusal?.message ?? 'nothing happened'}`);
    loaded.stream = accountStream(this.id, periodOf(at, timeZone));
    loaded.tip = EMPTY_TIP;
    await this.write(loaded, [opened, ...openPeriod(evolve(undefined, opened), null)], 'opening');
  }

  private async close(loaded: LoadedAccount, state: Account, moment: string): Promise<void> {
    for (;;) {
      const expired = expiriesBeforeClosing(state);
      if (expired.length === 0) break;
      await this.write(loaded, expired, 'closing');
    }
    await this.write(loaded, [closePeriod(state, moment)], 'closing');
  }

  private async openNextPeriod(loaded: LoadedAccount, closed: Account): Promise<void> {
    const previous = { stream: loaded.stream, revision: String(loaded.tip.revision), hash: String(loaded.tip.hash) };
    const events = openPeriod(closed, previous);
    loaded.stream = accountStream(this.id, closed.next as string);
    loaded.tip = EMPTY_TIP;
    await this.write(loaded, events, 'opening');
  }

  /** A crash came between PeriodOpened and its PeriodCarried events: they follow from the closed stream. */
  private async finishOpening(loaded: LoadedAccount, state: Account): Promise<void> {
    const [opened] = await this.store.readStream(loaded.stream, { max: 1 });
    const { previous, carried } = opened?.data as { carried: number; previous: { stream: string; revision: string; hash: string } };
    const closed = await this.loader.loadClosed(previous.stream);
    const [, ...parts] = openPeriod(closed.state as Account, previous);
    if (parts.length !== carried)
      throw new TypeError(`${loaded.stream} announces ${carried} parts, but ${parts.length} follow from ${previous.stream}`);
    await this.write(loaded, parts.slice(-state.carriedLeft), 'opening');
  }

  /** Writes system events in order, split where one append would grow too large. */
  private async write(loaded: LoadedAccount, events: readonly AccountEvent[], cause: string): Promise<void> {
    const { events: sealed } = seal(loaded.stream, loaded.tip, unsealed(events, systemOrigin(cause), this.now()));
    let from = 0;
    while (from < sealed.length) {
      const to = endOfAppend(sealed, from);
      const part = sealed.slice(from, to);
      const { position, revision } = await this.append(loaded.stream, part, loaded.tip.revision);
      this.lastPosition = position;
      for (const event of events.slice(from, to)) loaded.state = evolve(loaded.state, event);
      loaded.tip = { revision, hash: hashOf(part.at(-1) as SealedEvent) };
      from = to;
    }
  }

  /**
   * Retries what may have been written: the same events at the same revision are a duplicate, never a second effect. Engines
   * compare ids only; an earlier try of a command has the same ids but other times, and our chain must not go on from ours then.
   * What may have been written stays so, whatever becomes of a retry: only a conflict proves that it was not.
   */
  private async append(stream: string, events: readonly SealedEvent[], revision: bigint): Promise<Appended> {
    const expected = revision < 0n ? 'no_stream' : revision;
    let doubt: AmbiguousError | undefined;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const appended = await this.store.append(stream, events, expected, { timeoutMs: APPEND_TIMEOUT_MS });
        if (appended.duplicate && !(await this.isRecorded(stream, events, appended.revision))) throw new ConflictError(stream, expected);
        return appended;
      } catch (fault) {
        if (fault instanceof ConflictError) throw fault;
        if (fault instanceof AmbiguousError) doubt = fault;
        if (fault !== doubt || attempt >= AMBIGUOUS_RETRIES) throw doubt ?? fault;
      }
    }
  }

  private async isRecorded(stream: string, events: readonly SealedEvent[], revision: bigint): Promise<boolean> {
    const [last] = await this.store.readStream(stream, { from: revision, max: 1 });
    return last?.metadata.hash === hashOf(events.at(-1) as SealedEvent);
  }
}

/** Answers that came in together ask for their next step together: without this, the first of them would go into an append alone. */
const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const hashOf = ({ metadata }: SealedEvent): string => (JSON.parse(metadata) as { hash: string }).hash;

/** Index behind the last event that fits into one append with those from `from` on; at least one does. */
function endOfAppend(sealed: readonly SealedEvent[], from: number): number {
  let to = from;
  let bytes = 0;
  while (to < sealed.length && to - from < MAX_EVENTS_PER_APPEND) {
    bytes += bytesOf(sealed[to] as SealedEvent);
    if (to > from && bytes > BATCH_BYTES) break;
    to += 1;
  }
  return to;
}

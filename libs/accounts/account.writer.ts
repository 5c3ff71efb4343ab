import {
  AmbiguousError,
  ConflictError,
  MAX_EVENTS_PER_APPEND,
  WithdrawnError,
  seal,
  type Appended,
  type EventStore,
  type Position,
  type SealedEvent,
} from '#event-store';
import { evolve, type Account, type AccountCommand, type AccountEvent } from '#ledger';
import { APPENDS, begunBy, hashOf, pause, surelyAppend, type Deadlines } from '#streams';
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
import type { Book, OpenAccount } from './account.book.js';
import type { LoadedAccount } from './account.loader.js';

/** The longest time that a writer gives others behind an append of its own. */
const MAX_TURN_MS = 20;
/** A command that has less time left than this is not taken up again. */
const IN_TIME_MS = 5;
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
    private readonly book: Book,
    private readonly store: EventStore,
    private readonly now: () => string,
  ) {}

  get idle(): boolean {
    return !this.draining && this.queue.length === 0 && this.doubtful.length === 0;
  }

  /** The account as far as it is loaded; undefined before the first command. */
  get state(): Account | undefined {
    return this.loaded?.state;
  }

  /** Where its stream stands, as far as it is loaded. */
  get standing(): Readonly<LoadedAccount> | undefined {
    return this.loaded;
  }

  /**
   * Rejects with the store's fault. After `AMBIGUOUS` the command may have taken effect: the same command with the same origin
   * then gets the answer that it would have got. Who gives up a hold must release it (FailRequest) once the store is back.
   * A command whose turn has not come by `untilMs` (of `performance.now()`) is withdrawn then, and so is one whose append has not been begun:
   * `UNAVAILABLE`. An append that was begun is waited for to its end.
   */
  execute(command: AccountCommand, origin: CommandOrigin, untilMs = Infinity): Promise<Executed> {
    return new Promise((resolve, reject) => {
      const pending = { command, origin, untilMs: begunBy(this.store, untilMs), resolve, reject, timer: undefined };
      this.queue.push(this.waiting(pending));
      if (!this.draining) void this.drain();
    });
  }

  /** What a command did of which its caller was told `AMBIGUOUS`, as far as it is known by now. */
  earlier(commandId: string): Executed | undefined {
    return this.confirmed.get(commandId);
  }

  /** Reads the account, opening its books if this is the first that is heard of it. */
  async ready(untilMs?: number): Promise<Account> {
    for (;;) {
      await this.execute({ type: 'ExpireCredits', at: this.now() }, systemOrigin('load'), untilMs);
      if (this.loaded?.state) return this.loaded.state;
      // a later batch has failed meanwhile, and the state was thrown away with it
    }
  }

  private async drain(): Promise<void> {
    this.draining = true;
    while (this.queue.length > 0) {
      await endOfTurn();
      const [first] = this.queue;
      if (!first) break; // withdrawn
      let batch: AccountBatch | undefined;
      try {
        const loaded = await this.open(first);
        batch = new AccountBatch(loaded.stream, loaded.tip, loaded.state, this.now());
        this.fill(batch, loaded.state);
        const startedMs = performance.now();
        await this.commit(loaded, batch);
        this.conflicts = 0;
        if (batch.sealed.length > 0) await this.giveWay(performance.now() - startedMs);
      } catch (fault) {
        this.loaded = undefined;
        if (fault instanceof AmbiguousError && batch && batch.sealed.length > 0) this.doubtful.push(batch);
        const failed = batch ? batch.pending : this.queue.splice(0);
        if (fault instanceof WithdrawnError && batch) this.takeUpAgain(batch, fault);
        else if (this.mayRetry(fault)) {
          this.queue.unshift(...failed.map((pending) => this.waiting(pending)));
          await pause(APPENDS.account.races.pauses, this.conflicts - 1);
        } else failed.forEach((pending) => this.reject(pending, fault));
      }
    }
    this.draining = false;
  }

  /** Whoever is behind a commit that hangs, or behind books that have to be opened first, is not begun. */
  private waiting(pending: PendingCommand): PendingCommand {
    clearTimeout(pending.timer);
    if (pending.untilMs === Infinity) return pending;
    const leftMs = Math.max(0, Math.ceil(pending.untilMs - performance.now()));
    pending.timer = setTimeout(() => {
      const at = this.queue.indexOf(pending);
      if (at < 0) return;
      this.queue.splice(at, 1);
      this.reject(pending, new WithdrawnError('Its turn did not come in time'));
    }, leftMs);
    return pending;
  }

  /** Where it was withdrawn for those whose time was up, the others have theirs; else it was the store's time that was up for all. */
  private takeUpAgain({ pending: withdrawn, deadlines }: AccountBatch, fault: WithdrawnError): void {
    const overMs = performance.now() + IN_TIME_MS;
    const isInTime = ({ untilMs }: PendingCommand): boolean => deadlines.withdrawMs <= overMs && untilMs > overMs;
    this.queue.unshift(...withdrawn.filter(isInTime).map((pending) => this.waiting(pending)));
    for (const pending of withdrawn) if (!isInTime(pending)) this.reject(pending, fault);
  }

  /**
   * One that goes on at once after each append would win every race against those who have to read first what it wrote: they get about
   * the time that takes. What comes in meanwhile goes into the next batch.
   */
  private async giveWay(appendMs: number): Promise<void> {
    if (this.queue.length === 0 || !this.book.contended) return;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(MAX_TURN_MS, 2 * appendMs)));
  }

  /** Writes the batch's events, then answers its commands. */
  private async commit(loaded: OpenAccount, batch: AccountBatch): Promise<void> {
    if (batch.sealed.length > 0) {
      const { position } = await this.append(batch.stream, batch.sealed, batch.before.revision, batch.deadlines);
      loaded.tip = batch.after;
      this.lastPosition = position;
      this.doubtful = [];
    } else {
      this.assertDecided(batch);
      if (this.book.shared) await this.assertCurrent(batch);
    }
    batch.answer(batch.sealed.length > 0 ? this.lastPosition : 0n);
  }

  /** Nothing was appended, so nothing has proved that the answers rest on what the stream says now. */
  private async assertCurrent({ stream, before }: AccountBatch): Promise<void> {
    const [newer] = await this.store.readStream(stream, { from: before.revision + 1n, max: 1 });
    if (newer) throw new ConflictError(stream, before.revision);
  }

  /**
   * Nothing was appended behind what is in doubt, so that may still land. A hold that is not there yet is no hold that is not there: its
   * end is decided once its fate is known, which whoever asks for the hold again finds out.
   */
  private assertDecided({ pending }: AccountBatch): void {
    const isOpen = pending.some((each) => this.doubtful.some((batch) => batch.decides(each)));
    if (isOpen) throw new AmbiguousError('What the answer rests on may still be written');
  }

  private mayRetry(fault: unknown): boolean {
    const retry = fault instanceof ConflictError && this.conflicts < APPENDS.account.races.retries;
    this.conflicts = retry ? this.conflicts + 1 : 0;
    return retry;
  }

  /** Decides as many queued commands as fit into one append and into the period that is open. */
  private fill(batch: AccountBatch, state: Account): void {
    while (!batch.full) {
      const pending = this.queue[0];
      if (!pending || !this.book.takes(state, pending.command.at)) return;
      this.queue.shift();
      clearTimeout(pending.timer);
      if (pending.untilMs < performance.now()) this.reject(pending, new WithdrawnError('Its turn came too late'));
      else if (!this.answeredEarlier(pending)) batch.add(pending, this.book.dated(state, pending.command.at));
    }
  }

  /** What an earlier try of the command did stands already, whatever becomes of the batch that is being filled. */
  private answeredEarlier({ origin: { commandId }, resolve }: PendingCommand): boolean {
    if (this.confirmed.size === 0) return false;
    const earlier = this.confirmed.get(commandId);
    if (earlier) resolve(earlier);
    return this.confirmed.delete(commandId);
  }

  /** Nobody is told that nothing was written while an earlier try of the command may still be. */
  private reject(pending: PendingCommand, fault: unknown): void {
    clearTimeout(pending.timer);
    if (this.answeredEarlier(pending)) return;
    const inDoubt = this.doubtful.some((batch) => batch.wrote(pending.origin.commandId));
    const isTold = !inDoubt || fault instanceof AmbiguousError;
    pending.reject(isTold ? fault : new AmbiguousError('An earlier try of the command may have been written', { cause: fault }));
  }

  /** The account, loaded, and ready for commands of the moment. */
  private async open({ command }: PendingCommand): Promise<OpenAccount> {
    this.loaded ??= await this.load();
    return this.book.prepare(this.loaded, command.at, (loaded, events, cause) => this.write(loaded, events, cause));
  }

  private async load(): Promise<LoadedAccount> {
    const loaded = await this.book.load();
    await this.settleDoubt();
    return loaded;
  }

  /**
   * Where a doubtful batch was written after all, a retry of its commands gets their answers instead of a second effect. Where something
   * else stands behind what it was decided on, it never will be.
   */
  private async settleDoubt(): Promise<void> {
    for (const batch of [...this.doubtful]) {
      const [first] = await this.store.readStream(batch.stream, { from: batch.before.revision + 1n, max: 1 });
      if (!first) continue; // may still be on its way: until we append, look again
      const [last] = await this.store.readStream(batch.stream, { from: batch.after.revision, max: 1 });
      this.doubtful = this.doubtful.filter((other) => other !== batch);
      // Told by the hash, which stands for all before it: the batch's last command may have been written by another batch, without the others.
      if (last?.metadata.hash !== batch.after.hash) continue;
      for (const [commandId, outcome] of batch.outcomes(last?.position ?? 0n)) this.confirmed.set(commandId, outcome);
    }
    for (const commandId of this.confirmed.keys()) if (this.confirmed.size > MAX_CONFIRMED) this.confirmed.delete(commandId);
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

  /** Throws what was not surely appended: `CONFLICT`, `AMBIGUOUS`. */
  private async append(stream: string, events: readonly SealedEvent[], behind: bigint, deadlines?: Deadlines): Promise<Appended> {
    const done = await surelyAppend(this.store, { stream, behind, events }, APPENDS.account, deadlines);
    if (done.outcome !== 'appended') throw done.fault;
    return done.appended;
  }
}

/** Answers that came in together ask for their next step together: without this, the first of them would go into an append alone. */
const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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

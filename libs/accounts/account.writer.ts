import { AmbiguousError, ConflictError, WithdrawnError, type EventStore, type Position } from '#event-store';
import type { Account, AccountCommand, AccountEvent } from '#ledger';
import { APPENDS, begunBy, pause } from '#streams';
import { LEAST_WORTH, MOST_FLIGHTS, isBehind, landingOf, worthSending, writeEvents, type Flight, type Landing } from './account.appends.js';
import { AccountBatch, systemOrigin, type CommandOrigin, type Executed, type PendingCommand } from './account.batch.js';
import type { Book, OpenAccount } from './account.book.js';
import { Doubts } from './account.doubts.js';
import type { LoadedAccount } from './account.loader.js';
import { CommandQueue, endOfTurn } from './command.queue.js';

/** The longest time that a writer gives others behind an append of its own. */
const MAX_TURN_MS = 20;
/** A command that has less time left than this is not taken up again. */
const IN_TIME_MS = 5;

/**
 * The one writer of an account in this process. Commands queue up, are decided one after another and appended together under
 * the expected revision; while one append is in flight the next batch forms, and a batch takes in whatever arrives in the same turn
 * of the event loop. Where the engine pipelines, that batch is decided on what the one in flight will leave, and sent when enough has come. No command is
 * answered before what it rests on is durable, refusals included. When an append fails, so do those behind it; the state is read again.
 */
export class AccountWriter {
  private readonly queue = new CommandQueue((pending) => this.late(pending));
  private readonly flights: Flight[] = [];
  private loaded: LoadedAccount | undefined;
  private draining = false;
  /** Until all that was under way when an append failed has ended. */
  private readonly failures = new Set<Promise<void>>();
  /** Called when enough commands have come for a further append. */
  private enough: (() => void) | undefined;
  private conflicts = 0;
  private readonly doubts = new Doubts();
  /** Position of the last event that this process wrote for the account. */
  lastPosition: Position = 0n;

  constructor(
    private readonly book: Book,
    private readonly store: EventStore,
    private readonly now: () => string,
    private readonly worthAnAppend = LEAST_WORTH,
  ) {}

  get idle(): boolean {
    return !this.draining && this.queue.length === 0 && this.flights.length === 0 && this.doubts.isEmpty;
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
   * Rejects with the store's fault. After `AMBIGUOUS` the command may have taken effect: the same command with the same origin then gets
   * the answer that it would have got. Who gives up a hold must release it (FailRequest) once the store is back. What has not begun by
   * `untilMs` (of `performance.now()`) is withdrawn then: `UNAVAILABLE`. An append that was begun is waited for to its end.
   */
  execute(command: AccountCommand, origin: CommandOrigin, untilMs = Infinity): Promise<Executed> {
    return new Promise((resolve, reject) => {
      this.queue.push({ command, origin, untilMs: begunBy(this.store, untilMs), resolve, reject });
      if (!this.draining) void this.drain();
      else if (this.queue.length >= worthSending(this.flights, this.worthAnAppend)) this.enough?.();
    });
  }

  /** What a command did of which its caller was told `AMBIGUOUS`, as far as it is known by now. */
  earlier(commandId: string): Executed | undefined {
    return this.doubts.earlier(commandId);
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
      await this.room();
      await endOfTurn();
      const { first } = this.queue;
      if (!first || this.isFull) continue;
      if (!this.mayFollow(first)) {
        await this.flights.at(-1)?.told;
        continue;
      }
      let batch: AccountBatch | undefined;
      try {
        const loaded = await this.open(first);
        if (this.loaded !== loaded) continue; // an append in front has failed meanwhile
        batch = new AccountBatch(loaded.stream, loaded.tip, loaded.state, this.now());
        this.fill(batch, loaded.state);
        if (batch.sealed.length > 0 || this.flights.length === 0) this.send(loaded, batch);
        else await this.waitBehind(batch);
      } catch (fault) {
        await this.failed(fault, batch?.pending ?? this.queue.takeAll(), batch);
      }
    }
    this.draining = false;
  }

  private get isFull(): boolean {
    return this.failures.size > 0 || this.flights.length >= (this.store.pipelines ? MOST_FLIGHTS : 1);
  }

  private async room(): Promise<void> {
    while (this.isFull) await ([...this.failures][0] ?? this.flights[0]?.told);
    if (this.queue.length < worthSending(this.flights, this.worthAnAppend)) {
      const enough = new Promise<void>((resolve) => (this.enough = resolve));
      await Promise.race([enough, this.flights[0]?.told]);
      this.enough = undefined;
    }
  }

  /** Books are opened and closed between appends, never behind one that may fail. */
  private mayFollow({ command }: PendingCommand): boolean {
    const state = this.loaded?.state;
    return this.flights.length === 0 || (state !== undefined && this.book.takes(state, command.at));
  }

  /** With nothing to append it has nothing that its time could withdraw: it waits in the queue until what it rests on is durable. */
  private async waitBehind({ pending }: AccountBatch): Promise<void> {
    this.queue.putBack(pending);
    await this.flights.at(-1)?.told;
  }

  /** Behind those that are under way. */
  private send(loaded: OpenAccount, batch: AccountBatch): void {
    const landing = landingOf(this.store, batch, isBehind(this.flights));
    loaded.tip = batch.after;
    const keep = batch.sealed.length > 0 ? this.book.snapshot?.(loaded) : undefined;
    const flight: Flight = { batch, sentMs: performance.now(), keep, landing, told: Promise.resolve() };
    const last = this.flights.at(-1);
    this.flights.push(flight);
    flight.told = this.land(flight, last?.told);
  }

  /** Tells its commands: what was written once those before it have been told, what failed at once. */
  private async land(flight: Flight, before: Promise<void> | undefined): Promise<void> {
    const landed = await flight.landing;
    if (landed.position === undefined) return this.crash(flight, landed.fault);
    await before;
    if (!this.flights.includes(flight)) return; // what it rests on has failed
    try {
      await this.commit(flight.batch, landed.position);
      flight.keep?.(landed.position);
      this.conflicts = 0;
      if (flight.batch.sealed.length > 0) await this.giveWay(performance.now() - flight.sentMs);
      this.flights.shift();
    } catch (fault) {
      await this.crash(flight, fault);
    }
  }

  private async crash(flight: Flight, fault: unknown): Promise<void> {
    const at = this.flights.indexOf(flight);
    if (at < 0) return; // with one before it
    const [, ...behind] = this.flights.splice(at);
    await this.failed(fault, flight.batch.pending, flight.batch, behind);
  }

  /**
   * Nothing more is decided before all that is under way has ended: what was decided on the one that failed, and is decided anew where it was
   * not written, and what is in front of it, which may be written yet.
   */
  private async failed(fault: unknown, commands: readonly PendingCommand[], batch?: AccountBatch, behind: readonly Flight[] = []) {
    const failure = Promise.withResolvers<void>();
    this.failures.add(failure.promise);
    this.loaded = undefined;
    const isRace = this.mayRetry(fault);
    const again = isRace ? [...commands] : this.tell(fault, commands, batch);
    this.queue.putBack(again);
    for (const flight of behind) {
      const landed = await flight.landing;
      const isWritten = landed.position !== undefined && flight.batch.sealed.length > 0;
      if (isWritten)
        this.answer(flight.batch, landed.position); // then all before it was written, too
      else this.queue.putBack(this.tellBehind(landed, flight.batch), again);
      again.push(...flight.batch.pending);
    }
    if (isRace) await pause(APPENDS.account.races.pauses, this.conflicts - 1);
    await this.flights.at(-1)?.told;
    this.failures.delete(failure.promise);
    failure.resolve();
    if (!this.draining && this.queue.length > 0) void this.drain();
  }

  /** Tells those for whom it is the end, and returns the others. */
  private tell(fault: unknown, commands: readonly PendingCommand[], batch: AccountBatch | undefined): PendingCommand[] {
    if (fault instanceof AmbiguousError && batch && batch.sealed.length > 0) this.doubts.add(batch);
    const overMs = performance.now() + IN_TIME_MS;
    // Where it was withdrawn for those whose time was up, the others have theirs; else it was the store's time that was up for all.
    const wasForSome = fault instanceof WithdrawnError && batch !== undefined && batch.deadlines.withdrawMs <= overMs;
    const again = wasForSome ? commands.filter(({ untilMs }) => untilMs > overMs) : [];
    for (const pending of commands) if (!again.includes(pending)) this.reject(pending, fault);
    return again;
  }

  /** As `tell`, of what rested on an append that failed: that it was not written either says nothing about its own commands. */
  private tellBehind(landed: Landing, batch: AccountBatch): PendingCommand[] {
    const { fault } = landed;
    if (fault instanceof WithdrawnError) {
      const overMs = performance.now() + IN_TIME_MS;
      for (const pending of batch.pending) if (pending.untilMs <= overMs) this.reject(pending, fault);
      return batch.pending.filter(({ untilMs }) => untilMs > overMs);
    }
    return fault === undefined || fault instanceof ConflictError ? [...batch.pending] : this.tell(fault, batch.pending, batch);
  }

  /**
   * One that goes on at once after each append would win every race against those who have to read first what it wrote: they get about
   * the time that takes. What comes in meanwhile goes into the next batch.
   */
  private async giveWay(appendMs: number): Promise<void> {
    if (this.queue.length === 0 || !this.book.contended) return;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(MAX_TURN_MS, 2 * appendMs)));
  }

  /** Answers the commands of the batch, if it was written, or if what it was decided on still stands. */
  private async commit(batch: AccountBatch, position: Position): Promise<void> {
    if (batch.sealed.length > 0) {
      this.answer(batch, position);
      this.doubts.passedBy(batch);
      return;
    }
    this.doubts.assertDecided(batch);
    if (this.book.shared) await this.assertCurrent(batch);
    batch.answer(0n);
  }

  private answer(batch: AccountBatch, position: Position): void {
    this.lastPosition = position;
    batch.answer(position);
  }

  /** Nothing was appended, so nothing has proved that the answers rest on what the stream says now. */
  private async assertCurrent({ stream, before }: AccountBatch): Promise<void> {
    const [newer] = await this.store.readStream(stream, { from: before.revision + 1n, max: 1 });
    if (newer) throw new ConflictError(stream, before.revision);
  }

  private mayRetry(fault: unknown): boolean {
    const retry = fault instanceof ConflictError && this.conflicts < APPENDS.account.races.retries;
    this.conflicts = retry ? this.conflicts + 1 : 0;
    return retry;
  }

  /** Decides as many queued commands as fit into one append and into the period that is open. */
  private fill(batch: AccountBatch, state: Account): void {
    const nowMs = performance.now();
    while (!batch.full) {
      const pending = this.queue.first;
      if (!pending || !this.book.takes(state, pending.command.at)) return;
      this.queue.shift();
      if (pending.untilMs < nowMs) this.reject(pending, new WithdrawnError('Its turn came too late'));
      else if (!this.doubts.answers(pending)) batch.add(pending, this.book.dated(state, pending.command.at));
    }
  }

  private late(pending: PendingCommand): boolean {
    if (this.doubts.wrote(pending.origin.commandId)) return false;
    this.reject(pending, new WithdrawnError('Its turn did not come in time'));
    return true;
  }

  /** Nobody is told that nothing was written while an earlier try of the command may still be. */
  private reject(pending: PendingCommand, fault: unknown): void {
    if (this.doubts.answers(pending)) return;
    const isTold = !this.doubts.wrote(pending.origin.commandId) || fault instanceof AmbiguousError;
    pending.reject(isTold ? fault : new AmbiguousError('An earlier try of the command may have been written', { cause: fault }));
  }

  /** The account, loaded, and ready for commands of the moment. */
  private async open({ command }: PendingCommand): Promise<OpenAccount> {
    this.loaded ??= await this.load();
    return this.book.prepare(this.loaded, command.at, (loaded, events, cause) => this.write(loaded, events, cause));
  }

  private async write(loaded: LoadedAccount, events: readonly AccountEvent[], cause: string): Promise<void> {
    const written = await writeEvents(this.store, loaded, events, { cause, recorded: this.now() });
    if (written > 0n) this.lastPosition = written;
  }

  private async load(): Promise<LoadedAccount> {
    const loaded = await this.book.load();
    await this.doubts.settle(this.store);
    return loaded;
  }
}

import {
  AmbiguousError,
  ConflictError,
  MAX_BYTES_PER_APPEND,
  MAX_EVENTS_PER_APPEND,
  eventId,
  mintCommandId,
  seal,
  type Appended,
  type EventStore,
  type JsonObject,
  type Position,
  type SealedEvent,
  type UnsealedEvent,
} from '#event-store';
import {
  ACCOUNT_EVENT_VERSION,
  accountStream,
  closePeriod,
  decide,
  evolve,
  expiriesBeforeClosing,
  later,
  mustClose,
  openPeriod,
  periodOf,
  type Account,
  type AccountCommand,
  type AccountEvent,
  type Refusal,
} from '#ledger';
import type { RegisteredAccount } from './account-snapshots.js';
import type { AccountLoader, LoadedAccount } from './account.loader.js';

/** Who asks, and what for: goes into the metadata of the events. */
export interface CommandOrigin {
  readonly actor: string;
  /** The request or command that caused it. */
  readonly cause: string;
  /** Minted once with the command and kept over its retries. */
  readonly commandId: string;
}

export interface PlacedEvent {
  readonly event: AccountEvent;
  readonly id: string;
  readonly revision: bigint;
}

/** What became of a command. `events` is empty where nothing new happened. */
export type Executed =
  | { readonly refusal: Refusal; readonly events?: never }
  | {
      readonly refusal?: never;
      readonly stream: string;
      readonly events: readonly PlacedEvent[];
      /** Read with this position or later, and the command's effect is seen; 0n where nothing was written. */
      readonly position: Position;
      /** Nanos available right behind this command. */
      readonly available: bigint;
      readonly held: bigint;
    };

interface Pending {
  readonly command: AccountCommand;
  readonly origin: CommandOrigin;
  readonly resolve: (outcome: Executed) => void;
  readonly reject: (fault: unknown) => void;
}

interface Decided {
  readonly pending: Pending;
  readonly outcome: (position: Position) => Executed;
}

const APPEND_TIMEOUT_MS = 5_000;
const AMBIGUOUS_RETRIES = 3;
const CONFLICT_RETRIES = 20;
/** Some room for the JSON around the events. */
const BATCH_BYTES = MAX_BYTES_PER_APPEND - 64 * 1024;

/**
 * The one writer of an account in this process. Commands queue up, are decided one after another and appended together under
 * the expected revision; while one append is in flight the next batch forms. No command is answered before what it rests on is
 * durable, refusals included. When an append fails, the state is thrown away and read again.
 */
export class AccountWriter {
  private readonly queue: Pending[] = [];
  private loaded: LoadedAccount | undefined;
  private draining = false;
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
    return !this.draining && this.queue.length === 0;
  }

  get queued(): number {
    return this.queue.length;
  }

  /** The account as far as it is loaded; undefined before the first command. */
  get state(): Account | undefined {
    return this.loaded?.state;
  }

  execute(command: AccountCommand, origin: CommandOrigin): Promise<Executed> {
    return new Promise((resolve, reject) => {
      this.queue.push({ command, origin, resolve, reject });
      if (!this.draining) void this.drain();
    });
  }

  /** Reads the account, opening its books if this is the first that is heard of it. */
  async ready(): Promise<Account> {
    await this.execute({ type: 'ExpireCredits', at: this.now() }, systemOrigin('load'));
    return this.loaded?.state as Account;
  }

  private async drain(): Promise<void> {
    this.draining = true;
    let conflicts = 0;
    while (this.queue.length > 0) {
      const batch: Pending[] = [];
      try {
        const loaded = await this.open(this.queue[0] as Pending);
        await this.commit(loaded, batch);
        conflicts = 0;
      } catch (fault) {
        this.loaded = undefined;
        if (fault instanceof ConflictError && conflicts < CONFLICT_RETRIES) {
          conflicts += 1;
          this.queue.unshift(...batch);
        } else {
          const failed = batch.length > 0 ? batch : this.queue.splice(0);
          failed.forEach(({ reject }) => reject(fault));
        }
      }
    }
    this.draining = false;
  }

  /** Decides as many queued commands as fit into one append, writes their events, then answers them all. */
  private async commit(loaded: LoadedAccount & { state: Account }, batch: Pending[]): Promise<void> {
    const { state, stream } = loaded;
    const decided: Decided[] = [];
    const sealed: SealedEvent[] = [];
    let tip = loaded.tip;
    let bytes = 0;
    while (this.queue.length > 0 && sealed.length < MAX_EVENTS_PER_APPEND / 2 && bytes < BATCH_BYTES / 2) {
      const pending = this.queue[0] as Pending;
      if (mustClose(state, pending.command.at)) break;
      batch.push(pending);
      this.queue.shift();
      const decision = decide(pending.command, state);
      if (decision.refusal) {
        const { refusal } = decision;
        decided.push({ pending, outcome: () => ({ refusal }) });
        continue;
      }
      const first = tip.revision + 1n;
      const next = seal(stream, tip, unsealed(decision.events, pending.origin, this.now()));
      decision.events.forEach((event) => evolve(state, event));
      tip = next.tip;
      for (const event of next.events) {
        sealed.push(event);
        bytes += event.data.length + event.metadata.length;
      }
      const placed = decision.events.map((event, index) => ({
        event,
        id: (next.events[index] as SealedEvent).id,
        revision: first + BigInt(index),
      }));
      const { available, held } = state;
      decided.push({ pending, outcome: (position) => ({ stream, events: placed, position, available, held }) });
    }
    if (sealed.length > 0) {
      const { position } = await this.append(stream, sealed, loaded.tip.revision);
      loaded.tip = tip;
      this.lastPosition = position;
    }
    for (const { pending, outcome } of decided) pending.resolve(outcome(sealed.length > 0 ? this.lastPosition : 0n));
  }

  /** The account, loaded, with the period open that the command's moment lies in. */
  private async open({ command }: Pending): Promise<LoadedAccount & { state: Account }> {
    this.loaded ??= await this.loader.load(this.id, this.registered);
    const { loaded } = this;
    if (!loaded.state) await this.openFirstPeriod(loaded, command.at);
    if (loaded.state?.status === 'carrying') await this.finishOpening(loaded, loaded.state);
    if (loaded.state?.status === 'open' && mustClose(loaded.state, command.at)) await this.close(loaded, loaded.state);
    if (loaded.state?.status === 'closed') await this.openNextPeriod(loaded, loaded.state, command.at);
    return loaded as LoadedAccount & { state: Account };
  }

  private async openFirstPeriod(loaded: LoadedAccount, at: string): Promise<void> {
    const { customer, currency, timeZone } = this.registered;
    const decision = decide({ type: 'OpenAccount', at, account: this.id, customer, currency, timeZone }, undefined);
    const [opened] = decision.events ?? [];
    if (!opened) throw new TypeError(`Account ${this.id} could not be opened: ${decision.refusal?.message}`);
    loaded.stream = accountStream(this.id, periodOf(at, timeZone));
    loaded.tip = { revision: -1n, hash: null };
    await this.write(loaded, [opened, ...openPeriod(evolve(undefined, opened), null, at)], 'opening');
  }

  private async close(loaded: LoadedAccount, state: Account): Promise<void> {
    const expired = expiriesBeforeClosing(state);
    if (expired.length > 0) await this.write(loaded, expired, 'closing');
    await this.write(loaded, [closePeriod(state)], 'closing');
  }

  private async openNextPeriod(loaded: LoadedAccount, closed: Account, at: string): Promise<void> {
    const previous = { stream: loaded.stream, revision: String(loaded.tip.revision), hash: String(loaded.tip.hash) };
    const events = openPeriod(closed, previous, at);
    loaded.stream = accountStream(this.id, periodOf(later(at, closed.at), closed.timeZone));
    loaded.tip = { revision: -1n, hash: null };
    await this.write(loaded, events, 'opening');
  }

  /** A crash came between PeriodOpened and its PeriodCarried events: they follow from the closed stream. */
  private async finishOpening(loaded: LoadedAccount, state: Account): Promise<void> {
    const [opened] = await this.store.readStream(loaded.stream, { max: 1 });
    const previous = (opened?.data as { previous?: { stream: string; revision: string; hash: string } } | undefined)?.previous;
    if (!opened || !previous) throw new TypeError(`${loaded.stream} does not say what it goes on from`);
    const closed = await this.loader.loadClosed(previous.stream);
    const events = openPeriod(closed.state as Account, previous, opened.metadata.effective);
    await this.write(loaded, events.slice(-state.carriedLeft), 'opening');
  }

  /** Writes system events in order, split where one append would grow too large. */
  private async write(loaded: LoadedAccount, events: readonly AccountEvent[], cause: string): Promise<void> {
    const origin = systemOrigin(cause);
    const { events: sealed } = seal(loaded.stream, loaded.tip, unsealed(events, origin, this.now()));
    let from = 0;
    while (from < sealed.length) {
      let to = from;
      let bytes = 0;
      while (to < sealed.length && to - from < MAX_EVENTS_PER_APPEND) {
        const { data, metadata } = sealed[to] as SealedEvent;
        bytes += Buffer.byteLength(data) + Buffer.byteLength(metadata);
        if (to > from && bytes > BATCH_BYTES) break;
        to += 1;
      }
      const part = sealed.slice(from, to);
      const { position, revision } = await this.append(loaded.stream, part, loaded.tip.revision);
      this.lastPosition = position;
      for (const event of events.slice(from, to)) loaded.state = evolve(loaded.state, event);
      loaded.tip = { revision, hash: (JSON.parse((part.at(-1) as SealedEvent).metadata) as { hash: string }).hash };
      from = to;
    }
  }

  /** Retries what may have been written: the same events at the same revision are a duplicate, never a second effect. */
  private async append(stream: string, events: readonly SealedEvent[], revision: bigint): Promise<Appended> {
    const expected = revision < 0n ? 'no_stream' : revision;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.store.append(stream, events, expected, { timeoutMs: APPEND_TIMEOUT_MS });
      } catch (fault) {
        if (!(fault instanceof AmbiguousError) || attempt >= AMBIGUOUS_RETRIES) throw fault;
      }
    }
  }
}

export const systemOrigin = (cause: string): CommandOrigin => ({ actor: 'system', cause, commandId: mintCommandId() });

function unsealed(events: readonly AccountEvent[], { actor, cause, commandId }: CommandOrigin, recorded: string): UnsealedEvent[] {
  return events.map(({ type, at, data }, index) => ({
    id: eventId(commandId, index),
    type,
    data: data as unknown as JsonObject,
    metadata: { actor, cause, effective: at, recorded, version: ACCOUNT_EVENT_VERSION },
  }));
}

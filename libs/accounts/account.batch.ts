import {
  MAX_BYTES_PER_APPEND,
  MAX_EVENTS_PER_APPEND,
  MOST_BYTES_PER_CHAR,
  eventId,
  mintCommandId,
  seal,
  sealBehind,
  type Position,
  type SealedEvent,
  type StreamTip,
  type UnsealedEvent,
} from '#event-store';
import {
  decide,
  evolve,
  file,
  plainStep,
  plainText,
  takePlainStep,
  versionOf,
  type Account,
  type AccountCommand,
  type AccountEvent,
  type FiledEvent,
  type Refusal,
} from '#ledger';

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
      /** Nanos available right behind this command; what is leased to gateways counts whole until it is settled. */
      readonly available: bigint;
      readonly held: bigint;
    };

export interface PendingCommand {
  readonly command: AccountCommand;
  readonly origin: CommandOrigin;
  /** Of `performance.now()`: who asked waits no longer, so that it must not be decided any more. */
  readonly untilMs: number;
  readonly resolve: (outcome: Executed) => void;
  readonly reject: (fault: unknown) => void;
}

/** What a command came to: a fault of its own, a refusal, or what it writes, and the account behind that. */
interface Decided {
  readonly fault?: unknown;
  readonly refusal?: Refusal;
  readonly events: readonly PlacedEvent[];
  readonly available: bigint;
  readonly held: bigint;
}

const NOTHING: Decided = { events: [], available: 0n, held: 0n };

/** Some room for the JSON around the events. */
export const BATCH_BYTES = MAX_BYTES_PER_APPEND - 64 * 1024;

/** Commands decided one after another, each on what the ones before it left, and the events that one append writes for them all. */
export class AccountBatch {
  readonly pending: PendingCommand[] = [];
  readonly sealed: SealedEvent[] = [];
  private chars = 0;
  private readonly counted = { events: 0, bytes: 0 };
  /** Of the pending commands, in their order. */
  private readonly decided: Decided[] = [];

  constructor(
    readonly stream: string,
    /** Where the stream stood before the batch, and where it will stand behind it. */
    readonly before: StreamTip,
    private readonly state: Account,
    private readonly recorded: string,
    public after: StreamTip = before,
  ) {}

  /** No command writes more than half an append (see MAX_EXPIRIES and MAX_LOTS of the ledger), so one that is less than half full takes it. */
  get full(): boolean {
    return this.sealed.length >= MAX_EVENTS_PER_APPEND / 2 || (this.mayBeLarge && this.bytes >= BATCH_BYTES / 2);
  }

  /** Bytes are counted only where there may be so many. */
  private get mayBeLarge(): boolean {
    return this.chars * MOST_BYTES_PER_CHAR >= BATCH_BYTES / 2;
  }

  private get bytes(): number {
    for (; this.counted.events < this.sealed.length; this.counted.events += 1) {
      this.counted.bytes += bytesOf(this.sealed[this.counted.events] as SealedEvent);
    }
    return this.counted.bytes;
  }

  /** Decides a command. A fault of its own fails it alone, not its neighbours: deciding changes nothing. */
  add(pending: PendingCommand, at: string): void {
    this.pending.push(pending);
    const command = at === pending.command.at ? pending.command : { ...pending.command, at };
    try {
      this.decided.push(this.addPlain(command, pending.origin) ?? this.addAny(command, pending.origin));
    } catch (fault) {
      this.decided.push({ ...NOTHING, fault });
    }
  }

  /** Nearly every command of a request: one event, whose text is at hand. Undefined for any other. */
  private addPlain(command: AccountCommand, origin: CommandOrigin): Decided | undefined {
    const { state, after } = this;
    const step = plainStep(command, state);
    const data = step && plainText(step, state, origin);
    if (!step || data === undefined) return undefined;
    const { event } = step;
    const revision = after.revision + 1n;
    const sealed = sealBehind(this.stream, revision, after.hash, unsealed(event, data, origin, 0, this.recorded));
    takePlainStep(state, step);
    this.take(sealed, revision);
    return this.standing([{ event, id: sealed.id, revision }]);
  }

  private addAny(command: AccountCommand, origin: CommandOrigin): Decided {
    const { events, refusal } = decide(command, this.state);
    if (refusal) return { ...NOTHING, refusal };
    const filed = file(events, this.state, this.after.revision + 1n, origin);
    const next = seal(this.stream, this.after, allUnsealed(filed, origin, this.recorded));
    const placed = filed.map(({ event }, index): PlacedEvent => {
      const sealed = next.events[index] as SealedEvent;
      const revision = this.after.revision + 1n;
      evolve(this.state, event);
      this.take(sealed, revision);
      return { event, id: sealed.id, revision };
    });
    return this.standing(placed);
  }

  private take(sealed: SealedEvent, revision: bigint): void {
    this.sealed.push(sealed);
    this.chars += sealed.data.length + sealed.metadata.length;
    this.after = { revision, hash: sealed.hash };
  }

  private standing(events: readonly PlacedEvent[]): Decided {
    const { available, leased, held } = this.state;
    return { events, available: available + leased, held };
  }

  /** When the first of those who asked for it is told that it was given up; and the last. */
  get deadlines(): { readonly untilMs: number; readonly withdrawMs: number } {
    let [untilMs, withdrawMs] = [-Infinity, Infinity];
    for (const pending of this.pending) {
      untilMs = Math.max(untilMs, pending.untilMs);
      withdrawMs = Math.min(withdrawMs, pending.untilMs);
    }
    return { untilMs, withdrawMs };
  }

  answer(position: Position): void {
    for (let index = 0; index < this.pending.length; index += 1) {
      const { resolve, reject } = this.pending[index] as PendingCommand;
      const decided = this.decided[index] as Decided;
      if ('fault' in decided) reject(decided.fault);
      else if (decided.refusal) resolve({ refusal: decided.refusal });
      else resolve(this.written(decided, position));
    }
  }

  /** Whether the command wrote something here, if the batch was written at all. */
  wrote(commandId: string): boolean {
    return this.pending.some(({ origin }, index) => origin.commandId === commandId && this.writes(index));
  }

  private writes(index: number): boolean {
    return (this.decided[index] as Decided).events.length > 0;
  }

  /** Whether what is decided about this command hangs on whether the batch was written: it stands here itself, or the hold that it ends does. */
  decides({ command, origin }: PendingCommand): boolean {
    if (this.wrote(origin.commandId)) return true;
    const request = 'request' in command && typeof command.request === 'string' ? command.request : undefined;
    return (
      request !== undefined && this.pending.some(({ command: other }) => other.type === 'HoldFunds' && other.request.request === request)
    );
  }

  /** What the commands of this batch that wrote something would have been answered, by command id. */
  outcomes(position: Position): Map<string, Executed> {
    const outcomes = new Map<string, Executed>();
    this.pending.forEach(({ origin }, index) => {
      if (this.writes(index)) outcomes.set(origin.commandId, this.written(this.decided[index] as Decided, position));
    });
    return outcomes;
  }

  private written({ events, available, held }: Decided, position: Position): Executed {
    return { stream: this.stream, events, position, available, held };
  }
}

export const bytesOf = ({ data, metadata }: SealedEvent): number => Buffer.byteLength(data) + Buffer.byteLength(metadata);

export const systemOrigin = (cause: string): CommandOrigin => ({ actor: 'system', cause, commandId: mintCommandId() });

/** For events that name no quote. */
export const asDecided = (events: readonly AccountEvent[]): FiledEvent[] => events.map((event) => ({ event, data: event.data }));

export function allUnsealed(events: readonly FiledEvent[], origin: CommandOrigin, recorded: string): UnsealedEvent[] {
  return events.map(({ event, data }, index) => unsealed(event, data, origin, index, recorded));
}

function unsealed(
  { type, at }: AccountEvent,
  data: FiledEvent['data'] | string,
  { actor, cause, commandId }: CommandOrigin,
  index: number,
  recorded: string,
): UnsealedEvent {
  return { id: eventId(commandId, index), type, data, metadata: { actor, cause, effective: at, recorded, version: versionOf(type) } };
}

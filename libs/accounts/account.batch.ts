import {
  MAX_BYTES_PER_APPEND,
  MAX_EVENTS_PER_APPEND,
  MOST_BYTES_PER_CHAR,
  eventId,
  mintCommandId,
  seal,
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
  takePlainStep,
  versionOf,
  type Account,
  type AccountCommand,
  type AccountEvent,
  type Decision,
  type FiledEvent,
  type PlainStep,
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

/** Some room for the JSON around the events. */
export const BATCH_BYTES = MAX_BYTES_PER_APPEND - 64 * 1024;

/** Commands decided one after another, each on what the ones before it left, and the events that one append writes for them all. */
export class AccountBatch {
  readonly pending: PendingCommand[] = [];
  readonly sealed: SealedEvent[] = [];
  private chars = 0;
  private readonly counted = { events: 0, bytes: 0 };
  private readonly answers: ((position: Position) => void)[] = [];
  private readonly outcomesById = new Map<string, (position: Position) => Executed>();

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
    let step: PlainStep | undefined;
    let decision: Decision;
    let filed: readonly FiledEvent[];
    let next: ReturnType<typeof seal>;
    try {
      step = plainStep(command, this.state);
      decision = step ? { events: [step.event] } : decide(command, this.state);
      filed = file(decision.events ?? [], this.state, this.after.revision + 1n, pending.origin);
      next = seal(this.stream, this.after, unsealed(filed, pending.origin, this.recorded));
    } catch (fault) {
      this.answers.push(() => pending.reject(fault));
      return;
    }
    const { refusal } = decision;
    if (refusal) {
      this.answers.push(() => pending.resolve({ refusal }));
      return;
    }
    for (const { event } of filed) {
      if (step?.event === event) takePlainStep(this.state, step);
      else evolve(this.state, event);
    }
    const outcome = this.written(filed, next);
    if (filed.length > 0) this.outcomesById.set(pending.origin.commandId, outcome);
    this.answers.push((position) => pending.resolve(outcome(position)));
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
    this.answers.forEach((answer) => answer(position));
  }

  /** Whether the command wrote something here, if the batch was written at all. */
  wrote(commandId: string): boolean {
    return this.outcomesById.has(commandId);
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
    return new Map([...this.outcomesById].map(([commandId, outcome]) => [commandId, outcome(position)]));
  }

  /** Takes the events in; the state stands behind them already. */
  private written(filed: readonly FiledEvent[], next: ReturnType<typeof seal>): (position: Position) => Executed {
    const { stream, state } = this;
    const first = this.after.revision + 1n;
    this.after = next.tip;
    const placed: PlacedEvent[] = [];
    for (const sealed of next.events) {
      this.sealed.push(sealed);
      this.chars += sealed.data.length + sealed.metadata.length;
      const index = placed.length;
      placed.push({ event: (filed[index] as FiledEvent).event, id: sealed.id, revision: first + BigInt(index) });
    }
    const available = state.available + state.leased;
    const { held } = state;
    return (position) => ({ stream, events: placed, position, available, held });
  }
}

export const bytesOf = ({ data, metadata }: SealedEvent): number => Buffer.byteLength(data) + Buffer.byteLength(metadata);

export const systemOrigin = (cause: string): CommandOrigin => ({ actor: 'system', cause, commandId: mintCommandId() });

/** For events that name no quote. */
export const asDecided = (events: readonly AccountEvent[]): FiledEvent[] => events.map((event) => ({ event, data: event.data }));

export function unsealed(events: readonly FiledEvent[], { actor, cause, commandId }: CommandOrigin, recorded: string): UnsealedEvent[] {
  return events.map(({ event: { type, at }, data }, index) => ({
    id: eventId(commandId, index),
    type,
    data,
    metadata: { actor, cause, effective: at, recorded, version: versionOf(type) },
  }));
}

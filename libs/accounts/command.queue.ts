import type { PendingCommand } from './account.batch.js';

/** Commands of an account that wait for their turn. Whoever is behind a commit that hangs, or behind books that have to be opened first, is not begun. */
export class CommandQueue {
  private readonly waiting: PendingCommand[] = [];
  /** One for all of them: nearly every command has had its turn when it rings. */
  private alarm: NodeJS.Timeout | undefined;
  private alarmMs = Infinity;

  constructor(
    /** Its turn has not come in time. False where it waits on all the same: what became of an earlier try of it is being found out. */
    private readonly late: (pending: PendingCommand) => boolean,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  get first(): PendingCommand | undefined {
    return this.waiting[0];
  }

  push(pending: PendingCommand): void {
    this.waiting.push(pending);
    this.wakeBy(pending.untilMs);
  }

  /** To the front, behind those of the ones before it that still wait there. */
  putBack(commands: readonly PendingCommand[], before: readonly PendingCommand[] = []): void {
    let at = 0;
    while (at < this.waiting.length && before.includes(this.waiting[at] as PendingCommand)) at += 1;
    this.waiting.splice(at, 0, ...commands);
    for (const { untilMs } of commands) this.wakeBy(untilMs);
  }

  shift(): PendingCommand | undefined {
    return this.waiting.shift();
  }

  takeAll(): readonly PendingCommand[] {
    return this.waiting.splice(0);
  }

  private wakeBy(untilMs: number): void {
    if (untilMs >= this.alarmMs) return;
    clearTimeout(this.alarm);
    this.alarmMs = untilMs;
    const leftMs = Math.max(0, Math.ceil(untilMs - performance.now()));
    this.alarm = setTimeout(() => this.ring(), leftMs).unref();
  }

  private ring(): void {
    this.alarmMs = Infinity;
    const nowMs = performance.now();
    for (const pending of this.waiting.filter(({ untilMs }) => untilMs <= nowMs)) {
      if (this.late(pending)) this.waiting.splice(this.waiting.indexOf(pending), 1);
    }
    const next = this.waiting.reduce((first, { untilMs }) => (untilMs > nowMs ? Math.min(first, untilMs) : first), Infinity);
    if (next < Infinity) this.wakeBy(next);
  }
}

/** Answers that came in together ask for their next step together: without this, the first of them would go into an append alone. */
export const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

import { gauge } from './metrics.js';

/** An answer that keeps less than this is always read on: a socket hands over as much in one piece. */
const FREE_BYTES = 64 * 1024;

/** What reads an answer from its provider. */
export interface AnswerSource {
  pause(): void;
  resume(): void;
}

/**
 * `TOKENOK_MEMORY_BUDGET`: bytes of the bodies and answers that this process holds. A body for which there is no room is refused. An answer is not: it
 * waits until there is room, or until it is its turn. One answer at a time may go beyond the budget, so that none waits for another for ever.
 *
 * A body beside others of the same holder (a customer, the admins, all strangers) takes no more than leaves free as much as he holds: alone he gets half of the budget, each of
 * two a third, and there is always room for one more (dynamic thresholds: Choudhury and Hahne, 1998). His first one takes whatever is free.
 */
export class MemoryBudget {
  private used = 0;
  /** Whose turn it is to go beyond. */
  private ahead: RequestMemory | undefined;
  private readonly waiting = new Set<RequestMemory>();
  /** Bytes of all requests of one holder. */
  private readonly held = new Map<string, number>();

  constructor(readonly limitBytes: number) {}

  get usedBytes(): number {
    return this.used;
  }

  /** For a body. `own`: what its request holds already. False: there is no room, and nothing was taken. */
  take(bytes: number, holder: string, own: number): boolean {
    const free = this.limitBytes - this.used - bytes;
    if (free < 0) return false;
    const held = this.held.get(holder) ?? 0;
    if (held > own && held + bytes > free) return false;
    this.keep(bytes, holder);
    return true;
  }

  give(bytes: number, holder: string): void {
    this.keep(-bytes, holder);
    if (this.waiting.size > 0) this.wake();
  }

  /** For an answer, whether there is room or not. */
  keep(bytes: number, holder: string): void {
    this.used += bytes;
    const held = (this.held.get(holder) ?? 0) + bytes;
    if (held === 0) this.held.delete(holder);
    else this.held.set(holder, held);
  }

  /** Whether an answer may be read on; if not, it is resumed later. */
  mayGoOn(answer: RequestMemory): boolean {
    if (this.used <= this.limitBytes || this.ahead === answer) return true;
    if (this.ahead === undefined) {
      this.ahead = answer;
      return true;
    }
    this.waiting.add(answer);
    return false;
  }

  /** The answer keeps nothing any more. */
  leave(bytes: number, holder: string, answer: RequestMemory): void {
    this.waiting.delete(answer);
    if (this.ahead === answer) this.ahead = undefined;
    this.give(bytes, holder);
  }

  private wake(): void {
    for (const answer of this.waiting) {
      if (this.used > this.limitBytes) {
        if (this.ahead) return;
        this.ahead = answer;
      }
      this.waiting.delete(answer);
      answer.resume();
    }
  }
}

/**
 * What one request holds: its body, and what it keeps of its answer. All of it goes back when nobody uses it any more: neither the response that is being
 * written, nor whoever works on, for a client that has left too.
 */
export class RequestMemory {
  /** Undefined while no provider is read. */
  source: AnswerSource | undefined;
  private bytes = 0;
  private answerBytes = 0;
  private users = 1;
  private isWaiting = false;

  constructor(
    private readonly budget: MemoryBudget,
    private readonly holder: string,
  ) {}

  get mustWait(): boolean {
    return this.isWaiting;
  }

  /** False: there is no room for this much more of the body. */
  take(bytes: number): boolean {
    if (this.users === 0 || !this.budget.take(bytes, this.holder, this.bytes)) return false;
    this.bytes += bytes;
    return true;
  }

  /** A part of the body that is held no more. */
  give(bytes: number): void {
    if (this.users === 0) return;
    this.bytes -= bytes;
    this.budget.give(bytes, this.holder);
  }

  /** What the answer keeps grew, or shrank. */
  keep(bytes: number): void {
    if (bytes === 0 || this.users === 0) return;
    this.bytes += bytes;
    this.answerBytes += bytes;
    if (bytes < 0) return this.budget.give(-bytes, this.holder);
    this.budget.keep(bytes, this.holder);
    if (this.answerBytes <= FREE_BYTES || this.budget.mayGoOn(this)) return;
    this.isWaiting = true;
    this.source?.pause();
  }

  resume(): void {
    if (!this.isWaiting) return;
    this.isWaiting = false;
    this.source?.resume();
  }

  use(): void {
    this.users += 1;
  }

  release(): void {
    this.users -= 1;
    if (this.users > 0) return;
    this.isWaiting = false;
    this.budget.leave(this.bytes, this.holder, this);
    this.bytes = 0;
  }
}

export function memoryGauges({ limitBytes, usedBytes }: MemoryBudget): string {
  return (
    gauge('tokenok_memory_budget_bytes', 'What bodies and answers may take of the memory.', limitBytes) +
    gauge('tokenok_memory_used_bytes', 'What bodies and answers take of it.', usedBytes)
  );
}

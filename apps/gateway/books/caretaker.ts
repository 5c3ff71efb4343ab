import { periodOf } from '#ledger';
import { accountsWithDueExpiry, accountsWithUnclosedPeriod, openClaims } from '#projections';
import type { Logger } from 'pino';
import { now, type Books } from './books.js';

/** Well within the hour in which a month has to be closed. */
const EVERY_MS = 30_000;
/** A claim younger than this is being served by whoever made it. */
const CLAIM_AGE_MS = 10_000;
const ORIGIN = { actor: 'system', cause: 'caretaker' };

/**
 * Does what no request would: closes months that are over, expires credits that are due, and finishes claims whose effect is
 * missing because a process died in between. Everything it does is idempotent, so a round that fails is done again.
 */
export class Caretaker {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;
  /** Commands whose effect stands but which nobody came back to be answered. */
  private readonly finished = new Set<string>();

  constructor(
    private readonly books: Pick<Books, 'models' | 'accounts' | 'payments' | 'commands'>,
    private readonly log: Logger,
  ) {}

  async start(): Promise<void> {
    await this.run();
    this.timer = setInterval(() => void (this.round = this.round.then(() => this.run())), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.round;
  }

  private async run(): Promise<void> {
    try {
      await this.finishClaims();
      await this.keepUp();
    } catch (fault) {
      this.log.error({ err: fault }, 'The caretaker failed; it tries again');
    }
  }

  private async keepUp(): Promise<void> {
    const moment = now();
    const due = new Set<string>();
    for await (const account of accountsWithDueExpiry(this.books.models, moment)) due.add(account);
    for await (const account of accountsWithUnclosedPeriod(this.books.models, periodOf(moment, 'UTC'))) due.add(account);
    for (const account of due) if (!this.stopped) await this.books.accounts.keepUp(account);
  }

  private async finishClaims(): Promise<void> {
    const { models, payments, commands } = this.books;
    for await (const { stream, type, time } of openClaims(models)) {
      if (this.stopped || this.finished.has(stream) || Date.now() - Date.parse(time) < CLAIM_AGE_MS) continue;
      if (type === 'PaymentSeen') await payments.resume(stream, ORIGIN);
      else await commands.resume(stream, ORIGIN);
      this.finished.add(stream);
    }
  }
}

import { accountsWithDueExpiry, accountsWithOpenHolds, accountsWithUnclosedPeriod, openClaims } from '#projections';
import type { Logger } from 'pino';
import type { Books } from './books.js';

/** Well within the hour in which a month has to be closed. */
const EVERY_MS = 30_000;
/** A claim younger than this is being served by whoever made it. */
const CLAIM_AGE_MS = 10_000;

/**
 * Does what no request would: closes months that are over, expires credits that are due, ends holds past their deadline that no
 * gateway serves any more, and finishes claims whose effect is
 * missing because a process died in between. Everything it does is idempotent, so what fails is done again in the next round, and
 * keeps nothing else from being done.
 */
export class Caretaker {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private stopped = false;
  /** What has failed and was told: a claim or account that cannot be finished is told once, not every round. */
  private readonly told = new Set<string>();

  constructor(
    private readonly books: Pick<Books, 'models' | 'accounts' | 'payments' | 'commands' | 'others'>,
    private readonly log: Logger,
    private readonly now: () => string,
  ) {}

  /** Before the port opens nobody serves a claim, whatever its age; unless another gateway does. */
  async start(): Promise<void> {
    await this.run(this.books.others === undefined ? 0 : CLAIM_AGE_MS);
    this.timer = setInterval(() => void this.tick(), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** One round at a time, however long it takes. */
  tick(): Promise<void> {
    this.round ??= this.run(CLAIM_AGE_MS).finally(() => {
      this.round = undefined;
    });
    return this.round;
  }

  private async run(claimAgeMs: number): Promise<void> {
    await this.attempt('claims', () => this.finishClaims(claimAgeMs));
    await this.attempt('accounts', () => this.keepUp());
    await this.attempt('deadlines', () => this.endOverdueHolds());
  }

  /** Holds of other lives only: what this process serves, it ends itself, whatever the clock says. */
  private async endOverdueHolds(): Promise<void> {
    for await (const account of accountsWithOpenHolds(this.books.models)) {
      if (this.stopped) return;
      await this.attempt(account, async () => void (await this.books.accounts.abandonOverdueHolds(account)));
    }
  }

  private async keepUp(): Promise<void> {
    const moment = this.now();
    const due = new Set<string>();
    for await (const account of accountsWithDueExpiry(this.books.models, moment)) due.add(account);
    for await (const account of accountsWithUnclosedPeriod(this.books.models, moment)) due.add(account);
    for (const account of due) if (!this.stopped) await this.attempt(account, () => this.books.accounts.keepUp(account));
  }

  /** A command that changes no account cannot be finished without its body: its client does that, by sending it again. */
  private async finishClaims(ageMs: number): Promise<void> {
    const before = new Date(Date.parse(this.now()) - ageMs).toISOString();
    for await (const { stream, type, time, claim } of openClaims(this.books.models)) {
      if (this.stopped) return;
      if (time > before || (type === 'CommandAccepted' && claim['target'] === null)) continue;
      await this.attempt(stream, () => this.finish(stream, type));
    }
  }

  private async finish(stream: string, type: string): Promise<void> {
    const { payments, commands } = this.books;
    if (type !== 'PaymentSeen') return commands.resume(stream);
    const outcome = await payments.resume(stream);
    if (outcome?.kind === 'refused') throw new TypeError(`The payment was refused: ${outcome.refusal.code}, ${outcome.refusal.message}`);
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.told.delete(what);
    } catch (fault) {
      if (!this.told.has(what)) this.log.error({ err: fault, of: what }, 'The caretaker failed; it tries again, and tells this once');
      this.told.add(what);
    }
  }
}

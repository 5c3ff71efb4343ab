import type { Accounts, CommandOrigin, Executed } from '#accounts';
import { mintCommandId } from '#event-store';
import type { AccountCommand } from '#ledger';
import type { Logger } from 'pino';

/** How long an answer waits for its charge (promise 2): then it ends with a typed error. */
export const CHARGE_TIMEOUT_MS = 10_000;
const RETRY_MS = 100;
const UNSETTLED_RETRY_MS = 1_000;

/** How the end of a request fails for its client. */
export type FaultCode = (ChargeNotRecordedError | HoldLostError)['code'];

/** The charge did not become durable in time: the answer must not be finished. */
export class ChargeNotRecordedError extends Error {
  readonly code = 'CHARGE_NOT_RECORDED';
}

/** Another gateway has released the request's hold: it can never be charged, so its answer must not be finished. */
export class HoldLostError extends Error {
  readonly code = 'HOLD_LOST';
}

/** Requests between their hold and their end. A stopping gateway waits for them; a hold whose end cannot be written is retried here. */
export class OpenRequests {
  private readonly settling = new Set<Promise<unknown>>();
  private stopping = false;

  constructor(
    private readonly accounts: Accounts,
    private readonly log: Logger,
  ) {}

  /** Keeps a stopping gateway waiting for this; faults are the caller's. */
  track<T>(work: Promise<T>): Promise<T> {
    this.settling.add(work);
    const done = () => void this.settling.delete(work);
    work.then(done, done);
    return work;
  }

  /** Ends a hold durably. Retries while the store is away, for 10 s; throws `CHARGE_NOT_RECORDED` then. */
  async settle(account: string, command: AccountCommand, cause: string, actor: string): Promise<Executed> {
    const origin = { actor, cause, commandId: mintCommandId() };
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new ChargeNotRecordedError('The charge was not durable within 10 s')), CHARGE_TIMEOUT_MS);
    });
    const giveUpAt = performance.now() + CHARGE_TIMEOUT_MS;
    try {
      return await Promise.race([this.retry(account, command, origin, giveUpAt), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** For a hold whose charge could not be written: it is released as soon as the store is back, at our cost. */
  release(account: string, command: AccountCommand, cause: string): void {
    const origin = { actor: 'system', cause, commandId: mintCommandId() };
    this.log.error({ request: cause }, 'A hold could not be ended; trying on until the store takes it');
    void this.track(this.retry(account, command, origin, Infinity, UNSETTLED_RETRY_MS).catch(() => undefined));
  }

  /** Waits for what is being settled. What cannot be is found open and released at the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.allSettled(this.settling);
  }

  /** Until then it is tried, and not decided afterwards: a charge that was given up, and told the client so, must not be made. */
  private async retry(
    account: string,
    command: AccountCommand,
    origin: CommandOrigin,
    untilMs: number,
    everyMs = RETRY_MS,
  ): Promise<Executed> {
    for (;;) {
      try {
        return await this.accounts.execute(account, command, origin, untilMs);
      } catch (fault) {
        await new Promise((resolve) => setTimeout(resolve, everyMs));
        const isOver = untilMs === Infinity ? this.stopping : untilMs < performance.now();
        if (isOver) throw new ChargeNotRecordedError('The store did not take the charge', { cause: fault });
      }
    }
  }
}

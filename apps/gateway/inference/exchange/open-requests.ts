import type { Accounts, CommandOrigin, Executed } from '#accounts';
import { AmbiguousError, mintCommandId } from '#event-store';
import type { AccountCommand, FailRequest, HoldFunds } from '#ledger';
import { UnendedError, answeredWithin } from '#streams';
import type { Logger } from 'pino';

/** How long an answer waits for its charge (promise 2): then it ends with a typed error. */
export const CHARGE_TIMEOUT_MS = 10_000;
const RETRY_MS = 100;
const UNSETTLED_RETRY_MS = 1_000;
/** How long each such try takes. */
const TRY_MS = 5_000;
/** How long a gateway that stops tries on what it could not settle: then the next start does. */
const LAST_TRIES_MS = 5_000;
/** How long it waits for what was begun, and may hang in a commit: a hold that lands then has still to be released. */
const LAST_ENDS_MS = 30_000;

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

/** A hold of which its client was told that it was given up, and nobody knows whether it was. */
export interface DoubtfulHold {
  readonly command: HoldFunds;
  readonly origin: CommandOrigin;
  readonly fault: AmbiguousError;
}

/** A request whose hold stands, or may stand. */
interface OpenRequest {
  /** Its answer has to end. */
  cutOff(): void;
}

/** Requests from their hold to their end. A stopping gateway waits for them; a hold whose end cannot be written is retried here. */
export class OpenRequests {
  private readonly open = new Set<OpenRequest>();
  private readonly settling = new Set<Promise<unknown>>();
  private readonly stopping = Promise.withResolvers<void>();
  /** Of `performance.now()`: from then on nothing is tried any more. */
  private overMs = Infinity;

  constructor(
    private readonly accounts: Accounts,
    private readonly log: Logger,
  ) {}

  opened(request: OpenRequest): void {
    this.open.add(request);
  }

  closed(request: OpenRequest): void {
    this.open.delete(request);
  }

  /** The time of a stopping gateway is up. */
  cutAll(): void {
    for (const request of this.open) request.cutOff();
  }

  /**
   * Ends a hold durably. Retries while the store is away, for 10 s; throws `CHARGE_NOT_RECORDED` then. A charge that was begun cannot be
   * taken back: where the engine is certain, its end is waited for.
   */
  settle(account: string, command: AccountCommand, cause: string, actor: string): Promise<Executed> {
    const origin = { actor, cause, commandId: mintCommandId() };
    const untilMs = answeredWithin(CHARGE_TIMEOUT_MS);
    return this.accounts
      .execute(account, command, origin, untilMs)
      .catch((fault: unknown) => this.settleAgain(account, command, origin, untilMs, fault));
  }

  /** For a hold whose charge could not be written: it is released as soon as the store is back, at our cost. */
  release(account: string, command: FailRequest, cause: string): void {
    this.log.error({ request: cause }, 'A hold could not be ended; trying on until the store takes it');
    void this.track(this.surely(account, command, releaseOrigin(cause)).catch(() => undefined));
  }

  /**
   * For a hold that was given up, and may stand or land all the same: nothing else would ever end it. Its fate is found out first, for a
   * release that is decided without it would find nothing to release.
   */
  releaseDoubtful(account: string, hold: DoubtfulHold, command: FailRequest, cause: string): void {
    this.log.warn({ request: cause }, 'A hold was given up and may stand; it is released as soon as that is known');
    void this.track(this.endDoubtful(account, hold, command, cause).catch(() => undefined));
  }

  /** Waits for what is being settled, which is tried on for 5 s, and for what was begun. What is left is found open, and released, at the next start. */
  async stop(): Promise<void> {
    this.overMs = performance.now() + LAST_TRIES_MS;
    this.stopping.resolve();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_ENDS_MS)));
    await Promise.race([this.allEnded(), late]).finally(() => clearTimeout(timer));
  }

  /** What has ended may have its release behind it. */
  private async allEnded(): Promise<void> {
    while (this.open.size > 0 || this.settling.size > 0) {
      await Promise.allSettled(this.settling);
      await pause(RETRY_MS);
    }
  }

  /** Keeps a stopping gateway waiting for this; faults are the caller's. */
  private track<T>(work: Promise<T>): Promise<T> {
    this.settling.add(work);
    const done = () => void this.settling.delete(work);
    work.then(done, done);
    return work;
  }

  private async endDoubtful(account: string, hold: DoubtfulHold, command: FailRequest, cause: string): Promise<void> {
    if (!(await this.stands(account, hold))) return;
    await this.surely(account, command, releaseOrigin(cause));
  }

  /** Its own end tells; where that leaves it in doubt, the same hold under the same id: it is found, or written now, or surely refused. */
  private async stands(account: string, { command, origin, fault }: DoubtfulHold): Promise<boolean> {
    if (fault instanceof UnendedError) {
      try {
        return !((await fault.end) as Executed).refusal;
      } catch (end) {
        if (!(end instanceof AmbiguousError)) return false;
      }
    }
    return !(await this.surely(account, command, origin)).refusal;
  }

  /** Tried until the store has taken or refused it; throws the last fault once the gateway has stopped. */
  private async surely(account: string, command: AccountCommand, origin: CommandOrigin): Promise<Executed> {
    for (;;) {
      try {
        return await this.accounts.execute(account, command, origin, answeredWithin(TRY_MS));
      } catch (fault) {
        if (performance.now() >= this.overMs) throw fault;
        const isStopping = this.overMs < Infinity;
        await Promise.race([pause(isStopping ? RETRY_MS : UNSETTLED_RETRY_MS), ...(isStopping ? [] : [this.stopping.promise])]);
      }
    }
  }

  /** Until then it is tried, and not decided afterwards: a charge that was given up, and told the client so, must not be made. */
  private async settleAgain(
    account: string,
    command: AccountCommand,
    origin: CommandOrigin,
    untilMs: number,
    first: unknown,
  ): Promise<Executed> {
    for (let fault = first; ;) {
      if (performance.now() + RETRY_MS > untilMs)
        throw new ChargeNotRecordedError('The store did not take the charge in 10 s', { cause: fault });
      await pause(RETRY_MS);
      try {
        return await this.accounts.execute(account, command, origin, untilMs);
      } catch (again) {
        fault = again;
      }
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const releaseOrigin = (cause: string): CommandOrigin => ({ actor: 'system', cause, commandId: mintCommandId() });

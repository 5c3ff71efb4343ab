import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpRefusal } from '../http/errors/refusal.js';

const WINDOW_SECONDS = 60;
/** Failures a minute for one e-mail from one address: nobody else can lock an admin out. */
export const MAX_FAILURES = 10;
/** Failures a minute from one address, whatever the e-mails: so it bounds what inventing e-mails can keep in memory, too. */
export const MAX_FAILURES_OF_ADDRESS = 50;

/** Bounds guessing. Every attempt counts as a failure until it has succeeded, so that attempts at the same time count too. */
@Injectable()
export class SignInThrottle {
  readonly #ofAddress = new RateLimiterMemory({ points: MAX_FAILURES_OF_ADDRESS, duration: WINDOW_SECONDS });
  readonly #ofEmail = new RateLimiterMemory({ points: MAX_FAILURES, duration: WINDOW_SECONDS });

  /** Throws `RATE_LIMITED`; else returns what to call when the attempt has succeeded. */
  async attempt(email: string, address: string): Promise<() => Promise<void>> {
    const own = `${address} ${email}`;
    await consume(this.#ofAddress, address);
    await consume(this.#ofEmail, own);
    return async () => {
      await this.#ofEmail.delete(own);
      await this.#ofAddress.reward(address);
    };
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfterSeconds = Math.ceil(refused.msBeforeNext / 1_000);
    throw new HttpRefusal('RATE_LIMITED', { message: 'Too many failed sign-ins', retryAfterSeconds });
  }
}

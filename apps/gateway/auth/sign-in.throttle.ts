import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpRefusal } from '../http/errors/refusal.js';
import { networkOf } from '../http/server/connection-limits.js';
import { SignInFailures } from './sign-in.failures.js';

const WINDOW_SECONDS = 60;
/** Failures a minute for one person from one address. */
export const MAX_FAILURES = 10;
/** Failures a minute from one address, whoever is meant: so it bounds what inventing e-mails can keep in memory, too. */
export const MAX_FAILURES_OF_ADDRESS = 50;
/** Failures a minute for one person, from anywhere: beyond it somebody has many addresses, and each of them gets little. */
export const MAX_FAILURES_OF_PERSON = 100;
/** What an address that he never signed in from gets then, in `ATTACK_SECONDS`: he himself needs one. */
export const MAX_FAILURES_UNDER_ATTACK = 3;
const ATTACK_SECONDS = 900;
/** Addresses from which somebody has signed in; the oldest go. */
const MOST_KNOWN = 10_000;

/**
 * Bounds guessing. Every attempt counts as a failure until it has succeeded, so that attempts at the same time count too. Nobody else's
 * failures keep a person out: his own address has a count of its own, and one that is new to us always has its first tries.
 */
@Injectable()
export class SignInThrottle {
  readonly #ofAddress = new RateLimiterMemory({ points: MAX_FAILURES_OF_ADDRESS, duration: WINDOW_SECONDS });
  readonly #ofPair = new RateLimiterMemory({ points: MAX_FAILURES, duration: WINDOW_SECONDS });
  readonly #ofPerson = new RateLimiterMemory({ points: MAX_FAILURES_OF_PERSON, duration: WINDOW_SECONDS, blockDuration: ATTACK_SECONDS });
  readonly #underAttack = new RateLimiterMemory({ points: MAX_FAILURES_UNDER_ATTACK, duration: ATTACK_SECONDS });
  readonly #known = new Set<string>();

  constructor(private readonly failures: SignInFailures) {}

  /** Throws `RATE_LIMITED`; else returns what to call when the attempt has succeeded. */
  async attempt(email: string, address: string): Promise<() => Promise<void>> {
    const network = networkOf(address);
    const pair = `${network} ${email}`;
    await this.#consume(this.#ofAddress, network, address);
    await this.#consume(this.#ofPair, pair, address);
    const isAttacked = !this.#known.has(pair) && (await isExhausted(this.#ofPerson, email));
    if (isAttacked) await this.#consume(this.#underAttack, pair, address);
    return async () => {
      this.#remember(pair);
      await this.#underAttack.delete(pair);
      await this.#ofPair.delete(pair);
      await this.#ofAddress.reward(network);
      if (!isAttacked) await this.#ofPerson.reward(email);
    };
  }

  async #consume(limiter: RateLimiterMemory, key: string, address: string): Promise<void> {
    const refused = await consumed(limiter, key);
    if (refused === undefined) return;
    this.failures.note('throttled', address);
    const retryAfterSeconds = Math.ceil(refused.msBeforeNext / 1_000);
    throw new HttpRefusal('RATE_LIMITED', { message: 'Too many failed sign-ins', retryAfterSeconds });
  }

  #remember(pair: string): void {
    this.#known.delete(pair);
    this.#known.add(pair);
    if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.values().next().value ?? '');
  }
}

const isExhausted = async (limiter: RateLimiterMemory, key: string): Promise<boolean> => (await consumed(limiter, key)) !== undefined;

/** Undefined where there was a point left. */
async function consumed(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return refused;
  }
}

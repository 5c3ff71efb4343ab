import type { FailureStore } from '#failures';
import { hashEmail, hashPlace, InstallationSecrets } from '#identity';
import { Clock } from '#process';
import { Inject, Injectable } from '@nestjs/common';
import { FAILURE_STORE } from '../../books/tokens.js';
import { HttpRefusal } from '../../http/errors/refusal.js';
import { networkOf } from '../../http/server/connection-limits.js';
import { SignInFailures } from './sign-in.failures.js';

const WINDOW_MS = 60_000;
/** Failures a minute for one person from one address, or from one browser that he signed in with before. */
export const MAX_FAILURES = 10;
/** Failures a minute from one address, whoever is meant. */
export const MAX_FAILURES_OF_ADDRESS = 50;
/** For one person, from anywhere, failures are counted over this time. */
const PERSON_WINDOW_MS = 900_000;
/** So many of them cost nothing; behind them each ten double the time that one more has to wait. */
export const FREE_FAILURES_OF_PERSON = 20;
const FAILURES_FOR_TWICE = 10;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

/** What has to be waited for before the password is looked at, in milliseconds; `count`: with this one. */
export function delayOf(count: number): number {
  if (count <= FREE_FAILURES_OF_PERSON) return 0;
  const doubled = Math.floor((count - FREE_FAILURES_OF_PERSON - 1) / FAILURES_FOR_TWICE);
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(doubled, 10));
}

/** `password`: a second factor is still to be shown. That was no failure, and those before it stand: else its codes could be guessed at without end. */
export type Succeeded = (shown?: 'all' | 'password') => Promise<void>;

/**
 * Bounds guessing. Every attempt counts as a failure until it has succeeded, so that attempts at the same time count too, whichever gateway takes them. Nobody
 * else's failures keep a person out: they cost time alone, and none in a browser that has signed in as that person before. What is counted, and what
 * is waited for, is the same whether or not there is such a person.
 */
@Injectable()
export class SignInThrottle {
  constructor(
    @Inject(FAILURE_STORE) private readonly store: FailureStore,
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
    private readonly failures: SignInFailures,
  ) {}

  /**
   * Throws `RATE_LIMITED`; else returns, when its time has come, what to call when the attempt has succeeded. `browser`: the id of one that has signed in as
   * this person before.
   */
  async attempt(email: string, address: string, browser?: string): Promise<Succeeded> {
    if (browser !== undefined) return this.#inKnownBrowser(`browser:${browser}`, address);
    const { pepper } = this.installation;
    const network = hashPlace(pepper, networkOf(address));
    const person = hashEmail(pepper, email);
    const [ofNetwork, ofPair, ofPerson] = [`network:${network}`, `pair:${network}:${person}`, `person:${person}`];
    await this.#count(ofNetwork, MAX_FAILURES_OF_ADDRESS, address);
    await this.#count(ofPair, MAX_FAILURES, address);
    const { count } = await this.store.add(ofPerson, 1, this.#within(PERSON_WINDOW_MS));
    const delayMs = delayOf(count);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    return async (shown = 'all') => {
      if (shown === 'all') await this.store.forget(ofPair);
      else await this.store.add(ofPair, -1, this.#within(WINDOW_MS));
      await this.store.add(ofNetwork, -1, this.#within(WINDOW_MS));
      await this.store.add(ofPerson, -1, this.#within(PERSON_WINDOW_MS));
    };
  }

  async #inKnownBrowser(key: string, address: string): Promise<Succeeded> {
    await this.#count(key, MAX_FAILURES, address);
    return async (shown = 'all') => {
      if (shown === 'all') await this.store.forget(key);
      else await this.store.add(key, -1, this.#within(WINDOW_MS));
    };
  }

  async #count(key: string, most: number, address: string): Promise<void> {
    const within = this.#within(WINDOW_MS);
    const { count, endsAtMs } = await this.store.add(key, 1, within);
    if (count <= most) return;
    this.failures.note('throttled', address);
    const retryAfterSeconds = Math.max(1, Math.ceil((endsAtMs - within.nowMs) / 1_000));
    throw new HttpRefusal('RATE_LIMITED', { message: 'Too many failed sign-ins', retryAfterSeconds });
  }

  #within(windowMs: number): { readonly nowMs: number; readonly windowMs: number } {
    return { nowMs: this.clock.nowMs(), windowMs };
  }
}

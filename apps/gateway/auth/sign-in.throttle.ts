import { Injectable } from '@nestjs/common';
import { HttpRefusal } from '../http/refusal.js';

const WINDOW_MS = 60_000;
/** Failures a minute for one e-mail from one address: nobody else can lock an admin out. */
export const MAX_FAILURES = 10;
/** Failures a minute from one address, whatever the e-mails. */
export const MAX_FAILURES_OF_ADDRESS = 50;
/** Windows kept at once; beyond that the oldest go, so that inventing e-mails fills no memory. */
const MAX_WINDOWS = 10_000;

interface Window {
  readonly endsAtMs: number;
  failures: number;
}

/** Bounds guessing. Every attempt counts as a failure until it has succeeded, so that attempts at the same time count too. */
@Injectable()
export class SignInThrottle {
  readonly #windows = new Map<string, Window>();

  /** Throws `RATE_LIMITED`; else returns what to call when the attempt has succeeded. */
  attempt(email: string, address: string, nowMs: number): () => void {
    const own = this.#window(`${address} ${email}`, nowMs);
    const shared = this.#window(address, nowMs);
    const full = [own.failures >= MAX_FAILURES ? own : undefined, shared.failures >= MAX_FAILURES_OF_ADDRESS ? shared : undefined];
    const waitMs = Math.max(...full.map((window) => (window ? window.endsAtMs - nowMs : 0)));
    if (waitMs > 0) {
      throw new HttpRefusal('RATE_LIMITED', { message: 'Too many failed sign-ins', retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    }
    own.failures += 1;
    shared.failures += 1;
    return () => {
      own.failures = 0;
      shared.failures -= 1;
    };
  }

  #window(name: string, nowMs: number): Window {
    const found = this.#windows.get(name);
    if (found && found.endsAtMs > nowMs) return found;
    this.#windows.delete(name);
    if (this.#windows.size >= MAX_WINDOWS) {
      const [oldest] = this.#windows.keys();
      if (oldest !== undefined) this.#windows.delete(oldest);
    }
    const window = { endsAtMs: nowMs + WINDOW_MS, failures: 0 };
    this.#windows.set(name, window);
    return window;
  }
}

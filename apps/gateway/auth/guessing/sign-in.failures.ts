import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOG } from '../../ground/log.js';

/** However many there are, the log has one line of them in this time: the first at once, then what came since. */
const LOG_EVERY_MS = 60_000;
/** Addresses that a line names; of more it has the number. */
const NAMED = 5;

type Failure = 'wrong' | 'throttled';

/** Sign-ins that failed, for whoever reads the log or bans addresses by it. Never an e-mail, and never a password. */
@Injectable()
export class SignInFailures {
  #counts = { wrong: 0, throttled: 0 };
  readonly #addresses = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(@Inject(LOG) private readonly log: Logger) {}

  note(failure: Failure, address: string): void {
    this.#counts[failure] += 1;
    if (this.#addresses.size < 10_000 || this.#addresses.has(address)) {
      this.#addresses.set(address, (this.#addresses.get(address) ?? 0) + 1);
    }
    if (this.#timer === undefined) this.#tell();
  }

  #tell(): void {
    const { wrong, throttled } = this.#counts;
    if (wrong + throttled === 0) {
      this.#timer = undefined;
      return;
    }
    const most = [...this.#addresses].sort(([, one], [, other]) => other - one).slice(0, NAMED);
    const told = { wrong, throttled, addresses: this.#addresses.size, most_from: most.map(([address]) => address) };
    this.log.warn(told, 'Sign-ins failed');
    this.#counts = { wrong: 0, throttled: 0 };
    this.#addresses.clear();
    this.#timer = setTimeout(() => this.#tell(), LOG_EVERY_MS).unref();
  }
}

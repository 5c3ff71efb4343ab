import { Directory, EntityWriter } from '#directory';
import { mintCommandId } from '#event-store';
import type { FailureStore, Tally } from '#failures';
import { InstallationSecrets, decidePerson, hashPlace, type Person } from '#identity';
import { Clock } from '#process';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { FAILURE_STORE } from '../../books/tokens.js';
import { LOG } from '../../ground/log.js';
import { networkOf } from '../../http/server/connection-limits.js';

/** What was refused of one person within this time is told by one event, at its end. */
export const TALLY_MS = 15 * 60_000;
const LOOK_EVERY_MS = 60_000;
const AT_ONCE = 100;

/**
 * Sign-ins that were refused of people who exist, as the log tells them: how many in a quarter of an hour, and from which networks, by keyed hashes. They are
 * tallied where failures are counted, so that guessing writes no events, whichever gateway it asks; one of them writes the one event.
 */
@Injectable()
export class RefusedSignIns {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(
    @Inject(FAILURE_STORE) private readonly store: FailureStore,
    private readonly directory: Directory,
    private readonly writer: EntityWriter,
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  /** Nobody waits for it: an answer takes the same time whether or not there is such a person. */
  note({ person }: Person, address: string): void {
    const place = hashPlace(this.installation.pepper, networkOf(address));
    setImmediate(() => {
      const within = { nowMs: this.clock.nowMs(), windowMs: TALLY_MS };
      this.store.note(person, place, within).catch((err: unknown) => this.log.warn({ err }, 'A refused sign-in was not tallied'));
    });
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.tell(), LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  /** One round at a time. What has ended is told, and what is counted no more is dropped. */
  tell(): Promise<void> {
    this.#round ??= this.#tellAll()
      .catch((err: unknown) => this.log.warn({ err }, 'Refused sign-ins were not told; this is tried again'))
      .finally(() => (this.#round = undefined));
    return this.#round;
  }

  async #tellAll(): Promise<void> {
    for (let told = AT_ONCE; told === AT_ONCE;) {
      const ended = await this.store.takeEnded(this.clock.nowMs(), AT_ONCE);
      for (const tally of ended) await this.#record(tally);
      told = ended.length;
    }
    await this.store.sweep(this.clock.nowMs());
  }

  async #record({ subject: id, count, from, sinceMs }: Tally): Promise<void> {
    if (!this.directory.person(id)) return;
    const at = this.clock.now();
    const facts = { at, count, addresses: from, since: new Date(sinceMs).toISOString() };
    const origin = { actor: 'system', cause: 'sign-ins refused', commandId: mintCommandId() };
    await this.writer.write({ kind: 'person', id }, origin, (state) => decidePerson({ type: 'TellRefusedSignIns', ...facts }, state));
  }
}

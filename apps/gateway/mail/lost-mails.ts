import type { LostMail } from '#mail';
import type { Logger } from 'pino';

/** However many are lost, the log has one line of them in this time. */
const LOST_EVERY_MS = 60_000;

/** Mails that did not go out, for whoever reads the log: how many and why, and nothing that stood in one. */
export class LostMails {
  readonly #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly log: Logger) {}

  note({ why, reason }: LostMail): void {
    const name = reason === undefined ? why : `${why}: ${reason}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (this.#timer === undefined) this.#tell();
  }

  #tell(): void {
    if (this.#counts.size === 0) {
      this.#timer = undefined;
      return;
    }
    this.log.warn({ mails: Object.fromEntries(this.#counts) }, 'Mails were not sent');
    this.#counts.clear();
    this.#timer = setTimeout(() => this.#tell(), LOST_EVERY_MS).unref();
  }
}

import type { TermStore } from './leadership.port.js';

export interface RemoteLeader {
  readonly heartbeat: string;
  /** How many have led before. */
  readonly takeovers: number;
}

/** Longer than a holder may be quiet before another one takes over. */
const GONE_AFTER_MS = 10_000;

/**
 * Who leads, as somebody sees it who does not want to: by the beats of the term, on the observer's own clock. At the first look a
 * holder counts as there.
 */
export class LeaderWatch {
  #beat = '';
  #changedMs = 0;
  #changedAt = '';

  constructor(
    private readonly terms: Pick<TermStore, 'read'>,
    private readonly name: string,
    private readonly clockMs: () => number = () => Date.now(),
  ) {}

  /** Undefined for nobody. Throws where the store does not answer. */
  async look(): Promise<RemoteLeader | undefined> {
    const found = await this.terms.read(this.name);
    if (!found || found.holder === null) return undefined;
    const nowMs = this.clockMs();
    const beat = `${found.token}/${found.beat}`;
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#changedMs = nowMs;
      this.#changedAt = new Date(nowMs).toISOString();
    }
    if (nowMs - this.#changedMs > GONE_AFTER_MS) return undefined;
    return { heartbeat: this.#changedAt, takeovers: found.token - 1 };
  }
}

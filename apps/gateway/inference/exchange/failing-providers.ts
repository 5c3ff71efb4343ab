import type { Clock } from '#process';
import type { Logger } from 'pino';

const TOLD_EVERY_MS = 60_000;
/** More than a catalog has. */
const MOST_TARGETS = 10_000;

/** One failure of a provider. `kind`: the status that it answered with, or how it broke: `502`, `connect_failed`, `error_in_answer`. */
export interface ProviderFailure {
  readonly request: string;
  readonly provider: string;
  readonly upstream_model: string;
  readonly kind: string;
}

/** Providers that fail, for whoever runs the gateway: the first of a kind is logged at once, and then one a minute with the number since. */
export class FailingProviders {
  /** When each target failed last, milliseconds since the epoch. */
  readonly #last = new Map<string, number>();
  readonly #told = new Map<string, { untold: number; fromMs: number }>();

  constructor(
    private readonly log: Logger,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  note(failure: ProviderFailure): void {
    const { provider, upstream_model: upstreamModel, kind } = failure;
    const which = `${provider} ${kind}`;
    const told = this.#told.get(which) ?? { untold: 0, fromMs: -Infinity };
    this.#told.set(which, told);
    told.untold += 1;
    const now = this.clock.nowMs();
    if (this.#last.size >= MOST_TARGETS) this.#last.clear();
    this.#last.set(`${provider} ${upstreamModel}`, now);
    if (now < told.fromMs + TOLD_EVERY_MS) return;
    this.log.info({ count: told.untold, ...failure }, 'A provider fails');
    told.untold = 0;
    told.fromMs = now;
  }

  /** When the target failed last here, milliseconds since the epoch; undefined where it has not. */
  lastOf({ provider, upstream_model: upstreamModel }: Pick<ProviderFailure, 'provider' | 'upstream_model'>): number | undefined {
    return this.#last.get(`${provider} ${upstreamModel}`);
  }
}

import type { Clock } from '#process';
import type { Logger } from 'pino';

const TOLD_EVERY_MS = 60_000;

/** One failure of a provider. `kind`: the status that it answered with, or how it broke: `502`, `connect_failed`, `error_in_answer`. */
export interface ProviderFailure {
  readonly request: string;
  readonly provider: string;
  readonly upstream_model: string;
  readonly kind: string;
}

/** Providers that fail, for whoever runs the gateway: the first of a kind is logged at once, and then one a minute with the number since. */
export class FailingProviders {
  readonly #told = new Map<string, { untold: number; fromMs: number }>();

  constructor(
    private readonly log: Logger,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  note(failure: ProviderFailure): void {
    const { provider, kind } = failure;
    const which = `${provider} ${kind}`;
    const told = this.#told.get(which) ?? { untold: 0, fromMs: -Infinity };
    this.#told.set(which, told);
    told.untold += 1;
    const now = this.clock.nowMs();
    if (now < told.fromMs + TOLD_EVERY_MS) return;
    this.log.info({ count: told.untold, ...failure }, 'A provider fails');
    told.untold = 0;
    told.fromMs = now;
  }
}

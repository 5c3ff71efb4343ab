import type { AccountEventData } from '#ledger';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { Metrics } from '../../ground/metrics.js';

const TOLD_EVERY_MS = 60_000;

/** Charges that their hold bounded: a provider told more than the worst case, so its fault or our bound wants mending. Counted, and logged once a minute. */
export class BeyondBound {
  readonly #counter: Counter<'provider' | 'model'>;
  #untold = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    metrics: Metrics,
    private readonly log: Logger,
  ) {
    this.#counter = new Counter({
      name: 'tokenok_beyond_bound_total',
      help: 'Charges of which a part lies beyond the hold and was not taken',
      labelNames: ['provider', 'model'],
      registers: [metrics.registry],
    });
  }

  note({ request, provider, model, rated, charge, uncollected }: AccountEventData['TokensMetered']): void {
    this.#counter.inc({ provider, model });
    this.#untold += 1;
    if (this.#timer === undefined) this.#tell({ request, provider, model, rated, charge, uncollected });
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #tell(last: object = {}): void {
    this.log.warn(
      { count: this.#untold, ...last },
      'A provider told more usage than the worst case that was held; the rest is uncollected',
    );
    this.#untold = 0;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#untold > 0) this.#tell();
    }, TOLD_EVERY_MS).unref();
  }
}

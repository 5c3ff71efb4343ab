import type { PlacedEvent } from '#accounts';
import type { AccountEvent } from '#ledger';
import { parseAmount } from '#money';

const HELP = {
  tokenok_holds_total: 'Holds that were granted by this gateway.',
  tokenok_held_nanos_total: 'What they came to, in 10^-9 of the currency unit.',
  tokenok_charges_total: 'Requests that were metered, by outcome.',
  tokenok_charged_nanos_total: 'What was taken for them, in 10^-9 of the currency unit.',
  tokenok_uncollected_total: 'Metered requests that came to more than was taken, by reason.',
  tokenok_uncollected_nanos_total: 'What was not taken, in 10^-9 of the currency unit.',
  tokenok_failed_requests_total: 'Holds that were released because nothing was to be charged, by outcome.',
  tokenok_abandoned_total: 'Holds of requests that nobody ended, released uncharged, by reason.',
} as const;

type Name = keyof typeof HELP;

/** What tells the series of a metric apart; those that are not named here have one. */
const LABELS: { readonly [name in Name]?: string } = {
  tokenok_held_nanos_total: 'currency',
  tokenok_charges_total: 'outcome',
  tokenok_charged_nanos_total: 'currency',
  tokenok_uncollected_total: 'reason',
  tokenok_uncollected_nanos_total: 'currency',
  tokenok_failed_requests_total: 'outcome',
  tokenok_abandoned_total: 'reason',
};

/** Series that begin at zero, so that an alarm can be set before the first of them. */
const FROM_ZERO: { readonly [name in Name]?: readonly string[] } = {
  tokenok_holds_total: [''],
  tokenok_charges_total: ['succeeded', 'incomplete', 'cancelled', 'failed'],
  tokenok_uncollected_total: ['beyond_bound'],
  tokenok_failed_requests_total: ['failed', 'cancelled'],
  tokenok_abandoned_total: ['gateway_died', 'deadline_passed'],
};

/** How nearly every charge says that nothing is left of it. */
const NOTHING = '0.00';

/**
 * What this gateway has written of money since its start, from the events themselves, once they are durable. Amounts are counted exactly, as
 * whole nano-units; Prometheus reads them as floats, so the trial balance and not a sum of these is what the books come to.
 */
export class MoneyMetrics {
  /** By what a series is called by its label: no text is made for a request. */
  readonly #counters = new Map<Name, Map<string, bigint>>();

  /** `currency`: of the account. */
  observe(currency: string, events: readonly PlacedEvent[]): void {
    for (const { event } of events) this.#count(currency, event);
  }

  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  text(): string {
    const names = Object.keys(HELP) as Name[];
    return names.map((name) => [`# HELP ${name} ${HELP[name]}`, `# TYPE ${name} counter`, ...this.#series(name), ''].join('\n')).join('');
  }

  /** Of requests alone: what else moves is the trial balance's. */
  #count(currency: string, event: AccountEvent): void {
    if (event.type === 'RequestRouted') {
      this.#add('tokenok_holds_total', '');
      this.#add('tokenok_held_nanos_total', currency, parseAmount(event.data.hold));
    } else if (event.type === 'TokensMetered') {
      const { outcome, charge, uncollected, uncollected_reason: reason = 'not_said' } = event.data;
      this.#add('tokenok_charges_total', outcome);
      this.#add('tokenok_charged_nanos_total', currency, parseAmount(charge));
      if (uncollected === NOTHING || parseAmount(uncollected) === 0n) return;
      this.#add('tokenok_uncollected_total', reason);
      this.#add('tokenok_uncollected_nanos_total', currency, parseAmount(uncollected));
    } else if (event.type === 'RequestFailed') {
      this.#add('tokenok_failed_requests_total', event.data.outcome);
    } else if (event.type === 'RequestAbandoned') {
      this.#add('tokenok_abandoned_total', event.data.reason);
    }
  }

  #add(name: Name, value: string, by = 1n): void {
    let series = this.#counters.get(name);
    if (!series) this.#counters.set(name, (series = new Map<string, bigint>()));
    series.set(value, (series.get(value) ?? 0n) + by);
  }

  #series(name: Name): string[] {
    const series = new Map([...(FROM_ZERO[name] ?? []).map((value) => [value, 0n] as const), ...(this.#counters.get(name) ?? [])]);
    const label = LABELS[name];
    return [...series]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, count]) => `${name}${label === undefined ? '' : `{${label}="${value}"}`} ${count}`);
  }
}

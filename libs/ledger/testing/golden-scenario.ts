import type { AccountCommand } from '../account/account.commands.js';
import type { AccountEvent, AccountEventOf, AccountEventType, PlannedAttempt } from '../account/account.events.js';
import type { Decision } from '../account/decision.js';
import { AccountBooks } from './account.books.js';
import { routeNamed } from '../routes/compact.js';
import { FiledBooks, type Origin } from './filed.books.js';
import { LeaseBooks } from './lease.books.js';
import type { RecordedUnitPrice } from '#money';
import { CENT_EACH, abandonment, claim, correction, failure, grant, hold, meter, payment, planned, usd } from './account.commands.js';

const OCTOBER = '2026-10-20T08:00:00.000Z';
const NOVEMBER = '2026-11-02T08:00:00.000Z';

/** Two months in which every event type occurs once in the second, and AccountOpened in the first. */
const HISTORY: readonly AccountCommand[] = [
  payment('20.00', { at: OCTOBER, payment: 'pay_october', claim: claim('payment-stripe-pay_october', '2026-10') }),
  grant('promo', '2.00', { at: OCTOBER, lot: 'lot_october', expiresAt: '2026-11-02T00:00:00.000Z' }),
  hold('3.00', { at: OCTOBER, request: { request: 'req_failed' } }),
  hold('1.00', { at: OCTOBER, request: { request: 'req_abandoned', expected_cost: { currency: 'EUR', amount: '0.000123456' } } }),
  grant('promo', '4.00', { at: OCTOBER, lot: 'lot_expiring', expiresAt: '2026-11-02T07:00:00.000Z' }),
  payment('10.00', { at: NOVEMBER, order: 'ord_1' }),
  grant('promo', '0.50', { at: NOVEMBER, lot: 'lot_november', expiresAt: '2027-01-01T00:00:00.000Z', claim: claim('command-grant') }),
  hold('1.00', { at: NOVEMBER, inputTokens: 10, limitBy: 'client' }),
  meter('0.60', { at: NOVEMBER, tokens: { input: 3, cached_input: 2, cache_write: 1, output: 54 }, reasoningTokens: 4, firstByteMs: 120 }),
  failure({ at: NOVEMBER, request: 'req_failed', cost: usd('0.01') }),
  abandonment({ at: NOVEMBER, request: 'req_abandoned', reason: 'deadline_passed' }),
  correction('-0.75', { at: NOVEMBER, claim: claim('command-correction') }),
  { type: 'ExpireCredits', at: '2026-12-01T00:00:00.000Z' },
];

/** One event of every type, in an order in which they can be folded. */
export function goldenScenario(): readonly AccountEvent[] {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-10-05T06:07:08.009Z', currency: 'USD', timeZone: 'Europe/Berlin' });
  for (const command of HISTORY) {
    const { refusal } = books.execute(command);
    if (refusal) throw new Error(`${command.type} is refused: ${refusal.message}`);
  }
  const [october = [], november = []] = books.streams.values();
  const events = [october[0] as AccountEvent, ...carryApart(november)];
  const seen = new Set<AccountEventType>();
  return events.filter(({ type }) => !seen.has(type) && seen.add(type));
}

/** A charge with every optional member, and the hold before it, with a price of every condition. */
export function detailedScenario(): readonly AccountEvent[] {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  books.execute(payment('20.00', { at: NOVEMBER }));
  const price: readonly RecordedUnitPrice[] = [
    ['input', '3.00'],
    ['input_audio', '32.00'],
    ['cached_input', '0.30'],
    ['cached_input_audio', '0.40'],
    ['cache_write', '3.75'],
    ['output', '15.00'],
    ['output_audio', '64.00'],
    ['input', '6.00', 200_000],
    ['output', '30.00', null, 'priority'],
    ['output', '45.00', 200_000, 'priority'],
  ];
  const tokens = { input: 150_000, input_audio: 1_000, cached_input: 40_000, cached_input_audio: 500, cache_write: 10_000, cache_write_1h: 5_000, output: 700, output_audio: 300 }; // prettier-ignore
  const kept = { keptAtProvider: ['Kw2nHWYtRw6oU8D6uVgA1g'] };
  const metering = { at: NOVEMBER, tokens, reasoningTokens: 100, serviceTier: 'priority', unpriced: ['speed.fast'], ...kept };
  return [
    ...accepted(books.execute(hold('5.00', { at: NOVEMBER, request: { prices: { v1: price } } }))),
    ...accepted(books.execute(meter('0.00', metering))),
  ];
}

/** A request that asked for a service tier of which its provider told nothing. */
export function askedScenario(): readonly AccountEvent[] {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  books.execute(payment('20.00', { at: NOVEMBER }));
  books.execute(hold('5.00', { at: NOVEMBER }));
  return accepted(books.execute(meter('0.40', { at: NOVEMBER, serviceTierAsked: 'priority' })));
}

/** A request whose output limit was lowered, and its answer that ended there; one of its models has a lower limit of its own. */
export function limitedScenario(): readonly AccountEvent[] {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  books.execute(payment('6.00', { at: NOVEMBER }));
  const plan = [planned(), { ...planned(), limit_by: 'maximum' as const, output_limit: 256 }];
  return [
    ...accepted(
      books.execute(
        hold('5.00', { at: NOVEMBER, limitBy: 'default', minimumOutputTokens: 16, outputBoundPercent: 150, request: { plan } }),
      ),
    ),
    ...accepted(books.execute(meter('4.00', { at: NOVEMBER, finish: 'length' }))),
  ];
}

/** What a writer lays down, beside what was decided: `recorded` where that is more than the event says. */
export type Quoted = AccountEvent & { readonly recorded: object | undefined; readonly origin: Origin; readonly variant: string };

/** A quote of two targets, a request that says nothing beside it, one that says everything, and one whose provider told nonsense; each charged. */
export function quotedScenario(): readonly Quoted[] {
  const books = new FiledBooks();
  books.execute(payment('20.00', { at: NOVEMBER }), { actor: 'payment:stripe', cause: 'pay_1' });
  const [plain, full, marked] = ['req_plain', 'req_full', 'req_marked'].map((cause) => ({ actor: 'key:key_1', cause })) as [
    Origin,
    Origin,
    Origin,
  ];
  const plan = [planned(), { ...planned({ currency: 'EUR', price: CENT_EACH }), provider: 'zeta' }];
  const terms = { plan, prices: { v1: CENT_EACH }, deadline: '2026-11-02T08:11:00.000Z' };
  books.execute(hold('1.00', { at: NOVEMBER, request: { ...terms, request: plain.cause } }), plain);
  books.execute(meter('0.60', { at: NOVEMBER, request: plain.cause, firstByteMs: 120 }), plain);
  const limited = { ...planned(), limit_by: 'maximum' as const, output_limit: 256 };
  const turned = { plan: [plan[1] as PlannedAttempt, limited], expected_cost: { currency: 'EUR' as const, amount: '0.0001' } };
  const asked = { ...terms, ...turned, request: full.cause, deadline: '2026-11-02T08:11:00.002Z' };
  books.execute(hold('5.00', { at: NOVEMBER, limitBy: 'default', request: asked }), full);
  const attempts = [
    { provider: 'zeta', upstream_model: 'small', status: null, latency_ms: 40, error: 'upstream_unreachable' },
    { provider: 'sandbox', upstream_model: 'small', status: 200, latency_ms: 300 },
  ];
  const tokens = { input: 3, cached_input: 2, cache_write: 1, cache_write_1h: 4, output: 540 };
  const told = { serviceTier: 'flex', serviceTierAsked: 'priority', unpriced: ['speed.fast'], keptAtProvider: ['Kw2nHWYtRw6oU8D6uVgA1g'] };
  const answered = {
    attempts,
    tokens,
    attempt: 0,
    reasoningTokens: 7,
    source: 'estimated',
    outcome: 'incomplete',
    finish: 'length',
  } as const;
  books.execute(meter('0.00', { at: NOVEMBER, request: full.cause, ...answered, ...told }), full);
  books.execute(hold('1.00', { at: NOVEMBER, request: { ...terms, request: marked.cause } }), marked);
  const nonsense = { finish: 'unknown', finishTold: 'weird', marks: ['zero_input', 'unknown_count.citation_tokens'] } as const;
  const counted = { outcome: 'incomplete', source: 'estimated', ...nonsense } as const;
  books.execute(meter('0.60', { at: NOVEMBER, request: marked.cause, ...counted }), marked);
  const variants: Readonly<Record<string, string>> = { [full.cause]: '.full', [marked.cause]: '.marked' };
  return books.events.map((event, index) => {
    const { data, metadata } = books.stored[index] as (typeof books.stored)[number];
    const { actor = '', cause = '' } = metadata;
    const recorded = routeNamed(event.type, data) === undefined ? undefined : (data as object);
    return { ...event, recorded, origin: { actor, cause }, variant: variants[cause] ?? '' };
  });
}

/** A charge that its hold bounds. */
export function beyondScenario(): readonly AccountEvent[] {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  books.execute(payment('20.00', { at: NOVEMBER }));
  books.execute(hold('5.00', { at: NOVEMBER }));
  return accepted(books.execute(meter('6.40', { at: NOVEMBER })));
}

/** A lease from its grant to its settlement, with one open hold that moves: in the order of the account's stream, then of the lease's. */
export function leaseScenario(): readonly AccountEvent[] {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  books.execute(payment('20.00', { at: NOVEMBER }));
  const [granted] = accepted(books.execute({ type: 'LeaseFunds', at: NOVEMBER, life: 'life_2', need: usd('0.10').nanos }));
  const lease = new LeaseBooks(books.state, 1);
  lease.execute(hold('1.00', { at: NOVEMBER, request: { request: 'req_metered' } }));
  lease.execute(meter('0.40', { at: NOVEMBER, request: 'req_metered' }));
  lease.execute(hold('0.50', { at: NOVEMBER, request: { request: 'req_moved' } }));
  const [recalled] = accepted(books.execute({ type: 'RecallFunds', at: NOVEMBER, by: 'life_1' }));
  const [sealed] = accepted(lease.execute({ type: 'SealLease', at: NOVEMBER, by: 'life_2', reason: 'recalled' }));
  const [settled] = lease.settlement().flatMap((part) => accepted(books.execute({ type: 'SettleLease', at: NOVEMBER, part })));
  return [granted, recalled, settled, lease.events[0], sealed].filter((event) => event !== undefined);
}

/** A closing in two parts, where one event takes a single claim. */
export function closingScenario(): readonly AccountEvent[] {
  const options = { account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC', closingText: 1 } as const;
  const books = new AccountBooks(options);
  books.execute(payment('20.00', { at: NOVEMBER }));
  books.execute(payment('10.00', { at: NOVEMBER, payment: 'pay_2' }));
  books.keepUp('2026-12-01T00:00:00.000Z');
  return books.events.filter(({ type }) => type === 'ClaimsListed' || type === 'PeriodClosed');
}

function accepted({ events, refusal }: Decision): readonly AccountEvent[] {
  if (!events) throw new Error(`${refusal.code}: ${refusal.message}`);
  return events;
}

/** An opening that would fit into one event, told in two. */
function carryApart([opening, ...rest]: readonly AccountEvent[]): readonly AccountEvent[] {
  const { at, data } = opening as AccountEventOf<'PeriodOpened'>;
  const [hold, ...holds] = data.holds;
  return [
    { type: 'PeriodOpened', at, data: { ...data, holds: hold ? [hold] : [], carried: 1 } },
    { type: 'PeriodCarried', at, data: { part: 1, lots: [], holds } },
    ...rest,
  ];
}

import fc from 'fast-check';
import type { Json } from '#event-store';
import { plainCanonical } from '../../event-store/testing/plain-canonical.js';
import type { AccountCommand, HoldFunds, MeterTokens } from '../account/account.commands.js';
import type { AccountEvent, PlannedAttempt } from '../account/account.events.js';
import { freezeAccount, thawAccount, type AccountSnapshot } from '../account.snapshot.js';
import { readAccountEvent, readAccountEventLazily, versionOf } from '../account.codec.js';
import { CENT_EACH, hold, meter, payment, planned } from '../testing/account.commands.js';
import { FiledBooks, type Origin } from '../testing/filed.books.js';
import { plainStep } from '../requests/plain-requests.js';
import { compact, file, routeNamed } from './compact.js';
import { plainText } from './plain-text.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env['RUNS'] ?? 200);
afterAll(() => void process.stdout.write(`compact events: SEED=${SEED}\n`));

const AT = Date.parse('2026-11-10T12:00:00.000Z');
const moment = (ms: number): string => new Date(AT + ms).toISOString();

/** As a catalog has them: versions of prices, and targets that have one of them. */
const PRICES = {
  v1: CENT_EACH,
  v2: [...CENT_EACH, ['input_audio', '11000.00'], ['input', '12000.00', 100], ['output', '9000.00', null, 'flex']],
} as const;
const TARGETS: readonly PlannedAttempt[] = [
  planned(),
  planned(null),
  { ...planned({ currency: 'EUR', price: CENT_EACH }), provider: 'far' },
  { ...planned(), provider: 'far', price_version: 'v2' },
  { ...planned(null), upstream_model: 'other', model: 'acme/other', price_version: 'v2' },
];

const attempt = fc
  .record({ target: fc.constantFrom(...TARGETS), limit: fc.option(fc.nat(300), { freq: 4, nil: undefined }) })
  .map(({ target, limit }): PlannedAttempt => (limit === undefined ? target : { ...target, output_limit: limit, limit_by: 'maximum' }));

/** What is usual, and now and then what is not. */
const rarely = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 6 }, { arbitrary: fc.constantFrom(...others), weight: 1 });

const step = fc.record({
  plan: fc.array(attempt, { minLength: 1, maxLength: 3 }),
  model: fc.constantFrom('fast', 'slow'),
  life: rarely('life_1', 'life_2'),
  span: rarely(600_000, 600_007, -5),
  expected: fc.option(fc.record({ currency: fc.constantFrom('USD' as const, 'EUR' as const), amount: fc.constant('0.000123') }), {
    nil: null,
  }),
  actor: rarely('key:key_1', 'system', 'key:key_2'),
  cause: rarely('own', 'another'),
  output: fc.integer({ min: 1, max: 400 }),
  limitBy: fc.constantFrom(undefined, 'client' as const, 'default' as const),
  attempts: fc.array(
    fc.record({
      index: fc.nat(2),
      status: fc.constantFrom(200, 500, null),
      latency_ms: fc.nat(900),
      error: fc.constantFrom(undefined, 'upstream_error'),
      stranger: rarely(false, true),
    }),
    { maxLength: 3 },
  ),
  answered: fc.nat(2),
  ends: fc.constantFrom('metered', 'metered', 'metered', 'failed', 'open'),
  tokens: fc.record({
    input: fc.nat(150),
    cached_input: fc.nat(3),
    cache_write: fc.nat(2),
    output: fc.nat(500),
    input_audio: rarely(0, 7),
    cache_write_1h: rarely(0, 3),
  }),
  reasoning: rarely(0, 2),
  source: rarely<'reported' | 'estimated'>('reported', 'estimated'),
  outcome: rarely<MeterTokens['outcome']>('succeeded', 'incomplete', 'cancelled', 'failed'),
  told: fc.record(
    {
      finish: fc.constantFrom('length' as const, 'unknown' as const),
      finishTold: fc.constant('weird'),
      marks: fc.constant(['total_not_reached', 'unknown_count.citation_tokens']),
      serviceTier: fc.constantFrom('default', 'flex', 'turbo'),
      serviceTierAsked: fc.constant('flex'),
      unpriced: fc.constant(['speed.fast']),
      keptAtProvider: fc.constant(['Kw2nHWYtRw6oU8D6uVgA1g']),
    },
    { requiredKeys: [] },
  ),
  firstByteMs: fc.option(fc.nat(90), { nil: null }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function holdOf(each: Step, request: string, at: string): HoldFunds {
  const { plan, expected, span, limitBy } = each;
  const prices = Object.fromEntries(plan.map(({ price_version: version }) => [version, PRICES[version as keyof typeof PRICES]]));
  const routed = { request, plan, prices, life: each.life, requested_model: each.model, expected_cost: expected };
  const deadline = new Date(Date.parse(at) + span).toISOString();
  return hold('0.01', {
    at,
    outputTokens: each.output,
    inputTokens: 40,
    limitBy,
    minimumOutputTokens: 1,
    request: { ...routed, deadline },
  });
}

function meterOf(each: Step, request: string, at: string): MeterTokens {
  const { plan, attempts, answered, tokens, reasoning, source, outcome, told, firstByteMs } = each;
  return meter('0.00', {
    at,
    request,
    attempt: answered % plan.length,
    attempts: attempts.map(({ index, stranger, error, ...attempted }) => {
      const { provider, upstream_model } = plan[index % plan.length] as PlannedAttempt;
      return { ...attempted, provider: stranger ? 'nobody' : provider, upstream_model, ...(error && { error }) };
    }),
    tokens,
    reasoningTokens: reasoning,
    source,
    outcome,
    firstByteMs,
    ...told,
  });
}

/** `before`: told of each command of a request before it is executed. */
function written(
  steps: readonly Step[],
  before: (books: FiledBooks, command: AccountCommand, origin: Origin) => void = () => {},
): FiledBooks {
  const books = new FiledBooks();
  const execute = (command: AccountCommand, origin: Origin): void => {
    before(books, command, origin);
    books.execute(command, origin);
  };
  const system = { actor: 'payment:stripe', cause: 'pay' };
  books.execute(payment('60.00', { at: moment(-9) }), system);
  books.execute(payment('9000.00', { at: moment(-8), payment: 'pay_2' }), system);
  steps.forEach((each, index) => {
    const request = `req_${index}`;
    const origin = { actor: each.actor, cause: each.cause === 'own' ? request : 'req_other' };
    execute(holdOf(each, request, moment(index)), origin);
    if (each.ends === 'metered') execute(meterOf(each, request, moment(index)), origin);
    if (each.ends === 'failed') execute({ type: 'AbandonRequest', at: moment(index), request, reason: 'deadline_passed' }, origin);
  });
  return books;
}

const isCompact = ({ type, data }: { readonly type: string; readonly data: unknown }): boolean => routeNamed(type, data) !== undefined;
const frozen = (books: FiledBooks): AccountSnapshot => freezeAccount(books.state);

describe('events of requests in their compact shape', () => {
  it('read as they were decided, each quote stands once and before who names it, and what was not usual stands in the long shape', () =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const books = written(steps);
        expect(books.read()).toEqual(JSON.parse(JSON.stringify(books.events)));
        books.stored.forEach(({ type, data }, revision) => {
          if (type === 'RouteQuoted') expect(data).toMatchObject({ route: revision });
          else if (!isCompact({ type, data })) expect(data).toEqual(JSON.parse(JSON.stringify(books.events[revision]?.data)));
        });
        const quotes = [...books.state.quotes].map(({ route: _route, ...quote }) => JSON.stringify(quote));
        expect(new Set(quotes).size).toBe(quotes.length);
      }),
      { seed: SEED, numRuns: RUNS },
    ));

  it('say the same member by member as in full, whichever is asked for first', () =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (steps, order) => {
        const { stored, state } = written(steps);
        const quotes = { get: (route: number) => state.quotes.get(route) };
        for (const event of stored.filter(isCompact)) {
          const { data } = readAccountEvent(event, quotes);
          const lazily = readAccountEventLazily(event, quotes).data as unknown as Record<string, unknown>;
          const members = Object.entries(data);
          const [from] = order.take(1);
          for (let index = 0; index < members.length; index += 1) {
            const [name, value] = members[(index + (from ?? 0)) % members.length] as [string, unknown];
            expect({ [name]: lazily[name] }).toEqual({ [name]: value });
          }
          expect(JSON.parse(JSON.stringify(lazily))).toEqual(JSON.parse(JSON.stringify(data)));
        }
      }),
      { seed: SEED, numRuns: RUNS / 2 },
    ));

  it('fold to the same account from the store, and from a snapshot at any place and what stands behind it', () =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(), (steps, die) => {
        const books = written(steps);
        const whole = new FiledBooks();
        whole.state = thawAccount(frozen(books));
        expect(frozen(whole)).toEqual(frozen(books));
        const at = 1 + (die % books.stored.length);
        const [before, behind] = [new FiledBooks(), books.stored.slice(at)];
        before.replay(books.stored.slice(0, at));
        before.state = thawAccount(JSON.parse(JSON.stringify(frozen(before))) as AccountSnapshot);
        before.replayOn(behind);
        expect(frozen(before)).toEqual(JSON.parse(JSON.stringify(frozen(books))));
      }),
      { seed: SEED, numRuns: RUNS },
    ));

  it('are of the usual kind where nothing is unusual', () => {
    const usual = fc.sample(step, { numRuns: 40, seed: SEED }).map((each) => ({
      ...each,
      actor: 'key:key_1',
      cause: 'own',
      span: 600_000,
      expected: null,
      attempts: each.attempts.map((attempted) => ({ ...attempted, stranger: false })),
    }));
    const { stored } = written(usual);
    const ofRequests = stored.filter(({ type }) => type === 'RequestRouted' || type === 'TokensMetered');
    expect(ofRequests.every(isCompact)).toBe(true);
    expect(ofRequests.length).toBeGreaterThan(40);
  });

  it('are never written for an event that would read otherwise, whatever was changed in it', () =>
    fc.assert(
      fc.property(step, fc.nat(), fc.nat(), fc.constantFrom('', '1', '0.01', 'failed'), fc.nat(9), (each, which, member, text, count) => {
        const books = written([{ ...each, actor: 'key:key_1', cause: 'own' }]);
        const [quote] = books.state.quotes;
        const ofRequest = books.events.filter(({ type }) => type === 'RequestRouted' || type === 'TokensMetered');
        const event = ofRequest[which % ofRequest.length];
        if (!quote || !event) return;
        const [name, value] = Object.entries(event.data)[member % Object.keys(event.data).length] as [string, unknown];
        const other = typeof value === 'string' ? text : typeof value === 'number' ? count : Array.isArray(value) ? value.slice(1) : value;
        const changed = { ...event, data: { ...event.data, [name]: other } } as AccountEvent;
        const origin = { actor: 'key:key_1', cause: 'req_0' };
        const data = compactOrNot(changed, quote, origin);
        if (!data) return;
        const metadata = { ...origin, effective: event.at, version: versionOf(event.type) };
        expect(readAccountEvent({ type: event.type, data, metadata }, { get: () => quote })).toEqual(changed);
      }),
      { seed: SEED, numRuns: RUNS * 5 },
    ));
});

/** Histories whose requests mostly go by one route, and say little beside, as they do at a gateway. */
const alike = fc.tuple(step, fc.array(fc.tuple(step, rarely(true, false)), { minLength: 2, maxLength: 20 })).map(([first, steps]) => {
  const { model, life } = first;
  const plan = first.plan.map(({ output_limit: _limit, limit_by: _by, ...target }) => target);
  return [first, ...steps].map((each) => (Array.isArray(each) ? (each[1] ? usual(each[0], { plan, model, life }) : each[0]) : each));
});

function usual(each: Step, route: Pick<Step, 'plan' | 'model' | 'life'>): Step {
  const { told, tokens, attempts, expected } = each;
  return {
    ...each,
    ...route,
    span: 600_000,
    tokens: { ...tokens, input: tokens.input % 30, output: tokens.output % each.output },
    expected: expected?.currency === route.plan[0]?.cost?.currency ? expected : null,
    attempts: attempts
      .slice(0, 2)
      .map((attempted) => ({ ...attempted, stranger: false, error: tokens.output % 5 ? undefined : attempted.error })),
    told: tokens.output % 2 ? {} : Object.fromEntries(Object.entries(told).slice(0, 1)), // each member alone, too
  };
}

describe('the text of a plain step', () => {
  it('is canonically what is laid down of its event, or there is none', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(alike, (steps) => {
        written(steps, ({ state, events }, command, origin) => {
          const before = JSON.stringify(freezeAccount(state));
          const plain = plainStep(command, state);
          const text = plain && plainText(plain, state, origin);
          expect(JSON.stringify(freezeAccount(state))).toBe(before);
          if (!plain || text === undefined) return;
          const filed = file([plain.event], state, BigInt(events.length), origin);
          expect(filed).toHaveLength(1);
          expect(text).toBe(plainCanonical(filed[0]?.data as Json));
          seen.set(plain.event.type, (seen.get(plain.event.type) ?? 0) + 1);
        });
      }),
      { seed: SEED, numRuns: RUNS * 2 },
    );
    process.stdout.write(`plain texts: SEED=${SEED}: ${JSON.stringify(Object.fromEntries(seen))}\n`);
    if (RUNS >= 50) expect([...seen.keys()].sort()).toEqual(['RequestRouted', 'TokensMetered']);
  });

  it.each<[string, Partial<HoldFunds['request']>, object, boolean]>([
    ['there, for a request like the one that quoted its route', {}, {}, true],
    ['not there for another route', { requested_model: 'slow' }, {}, false],
    ['not there for another deadline', { deadline: '2026-11-10T12:09:00.000Z' }, {}, false],
    ['not there for whom another asks for', {}, { actor: 'system' }, false],
    ['not there for another cause', {}, { cause: 'req_1' }, false],
    ['not there for what JSON has to escape', { expected_cost: { currency: 'USD', amount: '"' } }, {}, false],
  ])('is %s', (_, changes, asked, isThere) => {
    const books = new FiledBooks();
    books.execute(payment('60.00'), { actor: 'payment:stripe', cause: 'pay' });
    books.execute(hold('1.00'), { actor: 'key:key_1', cause: 'req_1' });
    const command = hold('1.00', { request: { request: 'req_2', ...changes } });
    const plain = plainStep(command, books.state);
    const origin = { actor: 'key:key_1', cause: 'req_2', ...asked };
    expect(plain && plainText(plain, books.state, origin) !== undefined).toBe(isThere);
  });
});

/** What is no event of ours at all may be a fault. */
function compactOrNot(...[event, quote, origin]: Parameters<typeof compact>): ReturnType<typeof compact> {
  try {
    return compact(event, quote, origin);
  } catch {
    return undefined;
  }
}

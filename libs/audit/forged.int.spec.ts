import { describe, expect, it } from '@jest/globals';
import { EMPTY_TIP, eventId, mintCommandId, seal, type EventMetadata, type JsonObject, type RawEvent, type StreamTip } from '#event-store';
import { routeNamed, type AccountEventData, type AccountEventType, type Entry, type RouteQuote } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import type { Posting } from '../ledger/account/entry.js';
import { createMemoryEventStore } from '#event-store/memory';
import { type Finding } from './index.js';
import { Verifier } from './verifier.js';
import { writeRandomLog, type RandomLogOptions } from './testing/random-log.js';

interface Parsed {
  readonly stream: string;
  readonly data: JsonObject;
  readonly id: string;
  readonly type: string;
  readonly metadata: EventMetadata;
}

/** Changes events as somebody would who can seal chains himself: every hash and every position of the result holds. */
async function forge(
  change: (event: Parsed) => JsonObject | undefined,
  gateways = 1,
  byKeys: RandomLogOptions['byKeys'] = 'none',
  changeOrigin: (event: Parsed) => Partial<EventMetadata> | undefined = () => undefined,
): Promise<{ log: RawEvent[]; forged: RawEvent }> {
  const store = createMemoryEventStore();
  await writeRandomLog(store, { seed: 7, accounts: 2, steps: 250, gateways, byKeys });
  const tips = new Map<string, StreamTip>();
  const log: RawEvent[] = [];
  let forged: RawEvent | undefined;
  for await (const raw of store.scan({ after: 0n })) {
    const event = { ...(JSON.parse(raw.text) as Parsed), stream: raw.stream };
    const data = forged ? undefined : change(event);
    const origin = forged ? undefined : changeOrigin(event);
    const { hash: _hash, prev: _prev, ...metadata } = { ...event.metadata, ...origin };
    const previous = relinked(event.data, tips);
    const sealed = seal(raw.stream, tips.get(raw.stream) ?? EMPTY_TIP, [{ ...event, data: data ?? previous, metadata }]);
    tips.set(raw.stream, sealed.tip);
    const [{ id, type, data: text, metadata: meta } = { id: '', type: '', data: '', metadata: '' }] = sealed.events;
    const resealed = { ...raw, text: `{"data":${text},"id":"${id}","metadata":${meta},"type":"${type}"}` };
    if (data ?? origin) forged = resealed;
    log.push(resealed);
  }
  return { log, forged: forged as RawEvent };
}

/** A period names the hash of the one before, and a settlement that of its lease: the forger mends that too. */
function relinked(data: JsonObject, tips: ReadonlyMap<string, StreamTip>): JsonObject {
  const previous = data['previous'] as { stream: string } | null | undefined;
  const ended = data['sealed'] as { stream: string } | undefined;
  if (ended) return { ...data, sealed: { ...ended, hash: tips.get(ended.stream)?.hash ?? '' } };
  return previous ? { ...data, previous: { ...previous, hash: tips.get(previous.stream)?.hash ?? '' } } : data;
}

function allFindings(log: readonly RawEvent[]): readonly Finding[] {
  const verifier = new Verifier();
  const findings = log.flatMap((event) => verifier.check(event));
  verifier.close();
  return findings;
}

/** Charged for some output at the price of everybody: not at that of a service tier. */
function isFromOutput({ text }: RawEvent): boolean {
  const { data } = JSON.parse(text) as { data: { service_tier?: string; uncollected_reason?: string; usage: { output_tokens?: number } } };
  return data.service_tier !== 'flex' && (data.usage.output_tokens ?? 0) > 0 && data.uncollected_reason === undefined;
}

function firstFinding(log: readonly RawEvent[]): Finding | undefined {
  const verifier = new Verifier();
  try {
    for (const event of log) {
      const [finding] = verifier.check(event);
      if (finding) return finding;
    }
    return undefined;
  } finally {
    verifier.close();
  }
}

/** The first event of the type for which the change gives other data. */
const of =
  <Type extends AccountEventType>(type: Type, change: (data: AccountEventData[Type]) => object | null | undefined | false) =>
  (event: Parsed): JsonObject | undefined =>
    event.type === type ? ((change(event.data as unknown as AccountEventData[Type]) ?? undefined) as JsonObject | undefined) : undefined;

/** With its first, or its second, posting replaced. */
function posting({ entry }: { readonly entry: Entry }, index: 0 | 1, change: (posting: Posting) => Posting): Entry {
  return { USD: (entry.USD ?? []).map((each, at) => (at === index ? change(each) : each)) };
}

/** Another charge with all that goes with it: what is spent of the hold's only lot and what goes back, the rest, and the entry. */
function recharged(data: AccountEventData['TokensMetered'], by: bigint): object | undefined {
  const [[lot, spent, released] = ['', '0', '0'], ...more] = data.lots;
  if (more.length > 0 || parseAmount(spent) === 0n || parseAmount(released) === 0n) return undefined;
  const shifted = (amount: string, change: bigint) => formatAmount(parseAmount(amount) + change);
  const moves = (account: string) => (/^(4000|1990)$/.test(account) ? -by : /^(2000|2190):/.test(account) ? by : 0n);
  return {
    ...data,
    charge: shifted(data.charge, by),
    uncollected: shifted(data.uncollected, -by),
    lots: [[lot, shifted(spent, by), shifted(released, -by)]],
    entry: { USD: (data.entry.USD ?? []).map(([account, amount]) => [account, shifted(amount, moves(account))]) },
  };
}

type Forgery = readonly [what: string, change: (event: Parsed) => JsonObject | undefined, problem: RegExp];

const FORGERIES: readonly Forgery[] = [
  [
    'an entry that does not sum to zero',
    of('PaymentReceived', (data) => ({ ...data, entry: posting(data, 0, ([account]) => [account, '9.00']) })),
    /off by/,
  ],
  [
    'an entry on the account of somebody else',
    of('PaymentReceived', (data) => ({ ...data, entry: posting(data, 1, ([, amount]) => ['2000:acc_other', amount]) })),
    /not its own/,
  ],
  [
    'a posting to an unknown account',
    of('PaymentReceived', (data) => ({ ...data, entry: posting(data, 0, ([, amount]) => ['1234', amount]) })),
    /chart of accounts/,
  ],
  ['more credit than was posted', of('PaymentReceived', (data) => ({ ...data, amount: '500.00' })), /postings come to/],
  [
    'other tokens than were charged',
    of('TokensMetered', (data) => ({ ...data, usage: { ...data.usage, output_tokens: data.usage.output_tokens + 5 } })),
    /numerator should be/,
  ],
  ['a charge that is not what was rated', of('TokensMetered', (data) => ({ ...data, charge: '0.00' })), /do not add up to rated/],
  ['a charge that is too low by a nano, uncollected all the rest', of('TokensMetered', (data) => recharged(data, -1n)), /which is too low/],
  ['a charge that is too high by a nano, as if less were rated', of('TokensMetered', (data) => recharged(data, 1n)), /which is too high/],
  [
    'something taken beyond a hold',
    of('TokensMetered', (data) => ({ ...data, extra: [[data.lots[0]?.[0], '0.00']] })),
    /takes something beyond its hold/,
  ],
  [
    'what is uncollected without its reason',
    of('TokensMetered', ({ uncollected_reason: reason, ...data }) => reason && data),
    /does not say that what it leaves uncollected lies beyond its hold/,
  ],
  [
    'a reason where all was collected',
    of('TokensMetered', (data) => data.uncollected === '0.00' && { ...data, uncollected_reason: 'beyond_bound' }),
    /gives a reason, and leaves nothing uncollected/,
  ],
  [
    'lots that are not spent in their order',
    of('TokensMetered', ({ lots: [first, second, ...lots], ...data }) => {
      if (!first || !second || parseAmount(first[1]) === 0n || parseAmount(second[2]) === 0n) return undefined;
      const shifted = (amount: string, change: bigint) => formatAmount(parseAmount(amount) + change);
      const other = [second[0], shifted(second[1], 1n), shifted(second[2], -1n)];
      return { ...data, lots: [[first[0], shifted(first[1], -1n), shifted(first[2], 1n)], other, ...lots] };
    }),
    /lots are spent in their order/,
  ],
  ['a price that the request was not routed with', of('TokensMetered', (data) => ({ ...data, price_version: 'v2' })), /not routed/],
  [
    'another provider cost',
    of('TokensMetered', (data) => ({ ...data, cost: data.cost && { ...data.cost, amount: '7.00' } })),
    /provider's cost/,
  ],
  [
    'a hold that is settled from another lot',
    of('TokensMetered', ({ lots: [first, ...lots], ...data }) => first && { ...data, lots: [['lot_other', first[1], first[2]], ...lots] }),
    /its hold took/,
  ],
  [
    'a failed request that releases more than it held',
    of('RequestFailed', (data) => ({ ...data, released: '900.00' })),
    /releases 900\.00/,
  ],
  [
    'an unpriced component that is not named any more',
    of('TokensMetered', ({ unpriced, ...data }) => unpriced?.includes('cache_write_1h') && data),
    /does not say that v1 has no price for cache_write_1h/,
  ],
  [
    'a service tier that is not named any more',
    of('TokensMetered', ({ service_tier: tier, ...data }) => tier === 'flex' && data.usage.output_tokens > 0 && data),
    /charges other unit prices than v1 has/,
  ],
  [
    'a part of a count that exceeds it',
    of('TokensMetered', ({ usage, ...data }) => ({ ...data, usage: { ...usage, input_audio_tokens: usage.input_tokens + 1 } })),
    /a part exceeds its whole/,
  ],
  ['a charge without a hold', of('TokensMetered', (data) => ({ ...data, request: 'req_other' })), /no open hold/],
  [
    'a hold above what is available',
    of('RequestRouted', (data) => ({ ...data, hold: '900.00', lots: [[data.lots[0]?.[0], '900.00']] })),
    /left/,
  ],
  [
    'credit that expires too early',
    of('CreditGranted', (data) => (data.expires_at === null ? undefined : { ...data, expires_at: '2030-01-01T00:00:00.000Z' })),
    /before its time/,
  ],
  ['another closing balance', of('PeriodClosed', (data) => ({ ...data, available: '1000.00' })), /says available "1000\.00"/],
  [
    'a period that opens with more',
    of('PeriodOpened', (data) => data.previous && { ...data, available: '1000.00' }),
    /says available "1000\.00"/,
  ],
  [
    'a period that opens with another lot',
    of('PeriodOpened', ({ lots: [first, ...lots], ...data }) => first && { ...data, lots: [{ ...first, left: '77.00' }, ...lots] }),
    /says lots/,
  ],
  [
    'a period that does not name the end of the one before',
    of('PeriodOpened', (data) => data.previous && { ...data, previous: { ...data.previous, revision: '77' } }),
    /^says previous/,
  ],
  ['an account in the stream of another', of('AccountOpened', (data) => ({ ...data, account: 'acc_other' })), /another account/],
];

const LEASE_FORGERIES: readonly Forgery[] = [
  ['a lease out of turn', of('FundsLeased', (data) => ({ ...data, lease: 77 })), /where 1 comes next/],
  [
    'a lease of more than is left',
    of('FundsLeased', (data) => ({ ...data, amount: '900.00', lots: [[data.lots[0]?.[0], '900.00']] })),
    /left/,
  ],
  [
    'a lease that opens with more than it was granted',
    of('LeaseOpened', ({ lots: [first, ...lots], ...data }) => ({ ...data, lots: [{ ...first, left: '9.00' }, ...lots] })),
    /says lots/,
  ],
  ['a lease of another gateway', of('LeaseOpened', (data) => ({ ...data, life: 'life_other' })), /says life/],
  [
    'a seal that hides an open hold',
    of('LeaseSealed', (data) => (data.holds.length > 0 ? { ...data, holds: [] } : undefined)),
    /says holds/,
  ],
  [
    'a settlement that returns what was spent',
    of('LeaseSettled', (data) => ({ ...data, lots: data.lots.map(([lot, spent]) => [lot, spent, '7.00']) })),
    /says lots/,
  ],
  [
    'a settlement that forgets open holds',
    of('LeaseSettled', (data) => (data.holds.length > 0 ? { ...data, holds: [] } : undefined)),
    /says holds/,
  ],
  [
    'a lease whose entry moves another amount',
    of('FundsLeased', (data) => ({
      ...data,
      entry: { USD: (data.entry.USD ?? []).map(([account], at) => [account, at ? '-0.01' : '0.01']) },
    })),
    /credit (available|leased)/,
  ],
  [
    'a settlement whose entry returns nothing',
    of('LeaseSettled', (data) => (data.entry.USD?.length === 2 ? { ...data, entry: { USD: [] } } : undefined)),
    /credit (available|leased)/,
  ],
  ['a recall of a lease that is not out', of('FundsRecalled', (data) => ({ ...data, leases: [77] })), /recalls lease 77/],
];

type Compact = Record<string, unknown> & {
  readonly route: number;
  readonly usage: Record<string, number>;
  readonly lots: [[string, ...string[]]];
};

/** The first event of the type that names a quote, and for which the change gives other data. */
const ofRequest = (type: 'RequestRouted' | 'TokensMetered', change: (data: Compact) => object | undefined | false) =>
  of(type, (data) => (routeNamed(type, data) === undefined ? undefined : change(data as unknown as Compact)));
const quoteOf = (change: (quote: RouteQuote) => object | undefined) => of('RouteQuoted', change);
const recharge = (by: bigint) =>
  ofRequest('TokensMetered', (data) => recharged({ uncollected: '0.00', ...data } as unknown as AccountEventData['TokensMetered'], by));
const withoutRest = (change: (event: Parsed) => JsonObject | undefined) => (event: Parsed) => {
  const { uncollected: _uncollected, ...data } = change(event) ?? {};
  return Object.keys(data).length > 0 ? data : undefined;
};
const dearer = ({ prices: { v1: price = [] }, ...quote }: RouteQuote) => ({
  ...quote,
  prices: { v1: price.map(([component, amount, ...when]) => [component, component === 'output' ? `${amount}9` : amount, ...when]) },
});

/** Events of requests that say only what is their own. */
const COMPACT_FORGERIES: readonly Forgery[] = [
  [
    'a digit of the usage',
    ofRequest('TokensMetered', ({ usage, ...data }) => ({
      ...data,
      usage: { ...usage, output_tokens: (usage['output_tokens'] ?? 0) + 9 },
    })),
    /another|which is too low/,
  ],
  [
    'a part of a count that exceeds it',
    ofRequest('TokensMetered', ({ usage, ...data }) => ({ ...data, usage: { ...usage, input_audio_tokens: 9_000_000 } })),
    /does not follow from route \d+: input tokens/,
  ],
  [
    'a digit of the charge',
    ofRequest('TokensMetered', (data) => ({ ...data, charge: formatAmount(parseAmount(String(data['charge'])) + 1n) })),
    /posts another charge/,
  ],
  ['a charge that is too low by a nano', withoutRest(recharge(-1n)), /which is too low/],
  ['a charge that is too high by a nano', withoutRest(recharge(1n)), /which is too high/],
  [
    'a charge beyond the bound that does not say so',
    ofRequest('TokensMetered', ({ uncollected_reason: reason, ...data }) => (reason === undefined ? undefined : data)),
    /does not say that what it leaves uncollected/,
  ],
  [
    'another provider cost in the entry',
    ofRequest('TokensMetered', ({ entry, ...data }) => {
      const { USD } = entry as { USD: [string, string][] };
      const moved = (by: bigint, amount: string) => formatAmount(parseAmount(amount) + by);
      return {
        ...data,
        entry: {
          USD: USD.map(([account, amount]) => [
            account,
            account === '5000' ? moved(1n, amount) : account === '2300' ? moved(-1n, amount) : amount,
          ]),
        },
      };
    }),
    /posts another/,
  ],
  ['a digit of the hold', ofRequest('RequestRouted', (data) => ({ ...data, hold: `9${String(data['hold'])}` })), /than it holds/],
  [
    'a hold of another lot',
    ofRequest('RequestRouted', ({ lots: [[, ...amounts], ...more], ...data }) => ({ ...data, lots: [['lot_other', ...amounts], ...more] })),
    /takes .* of lot_other/,
  ],
  ...(['RequestRouted', 'TokensMetered'] as const).flatMap((type): Forgery[] => [
    [
      `a digit of the route of ${type}`,
      ofRequest(type, (data) => ({ ...data, route: data.route * 10 + 7 })),
      /which is not quoted before it/,
    ],
    [`a route of ${type} that is no number`, ofRequest(type, (data) => ({ ...data, route: String(data.route) })), /names route -1/],
    [`the quote of another stream in ${type}`, ofRequest(type, (data) => ({ ...data, route: data.route + 1 })), /not quoted before it/],
    [
      `what follows, said all the same in ${type}`,
      ofRequest(type, (data) => ({ ...data, request: 'req_other' })),
      /says request all the same/,
    ],
  ]),
  [
    'a price that follows, said all the same',
    ofRequest('TokensMetered', (data) => ({ ...data, rated: data['charge'] })),
    /says rated all the same/,
  ],
  ['a target that the quote does not have', ofRequest('TokensMetered', (data) => ({ ...data, target: 7 })), /the quote has no target 7/],
  ['an attempt at none', ofRequest('TokensMetered', (data) => ({ ...data, attempts: [[7, 200, 1]] })), /the quote has no target 7/],
  ['a plan of none', ofRequest('RequestRouted', (data) => ({ ...data, order: [7] })), /the quote has no target 7/],
  ['a deadline of another time', quoteOf((quote) => ({ ...quote, deadline_ms: -1 })), /has a deadline of -1 ms/],
  ['a digit of a quoted price', quoteOf(dearer), /which is too low|another charge|says holds/],
  ['a quote that says another place', quoteOf((quote) => ({ ...quote, route: quote.route + 1 })), /says that it is route/],
  [
    'a quote without a price',
    quoteOf((quote) => ({ ...quote, prices: { v1: quote.prices['v1']?.slice(1) } })),
    /has no price for input tokens/,
  ],
  ['a quote of other versions', quoteOf((quote) => ({ ...quote, prices: {} })), /prices of other versions/],
  ['a quote of nothing', quoteOf((quote) => ({ ...quote, targets: [] })), /once each/],
  ['a quote of a target twice', quoteOf((quote) => ({ ...quote, targets: [...quote.targets, ...quote.targets] })), /once each/],
  ['a quote that rounds otherwise', quoteOf((quote) => ({ ...quote, rounding: 'up' })), /rounds or marks up/],
];

type OriginForgery = readonly [what: string, change: (event: Parsed) => Partial<EventMetadata> | undefined, problem: RegExp];
const originOf = (type: AccountEventType, origin: Partial<EventMetadata>) => (event: Parsed) =>
  event.type === type && routeNamed(type, event.data) !== undefined ? origin : undefined;

const ORIGIN_FORGERIES: readonly OriginForgery[] = [
  ['a request whose actor is no key', originOf('RequestRouted', { actor: 'system' }), /system is not the key of a request/],
  ['a request of another cause', originOf('RequestRouted', { cause: 'req_other' }), /no open hold|carries|says/],
  ['a charge of another cause', originOf('TokensMetered', { cause: 'req_other' }), /ends req_other, which has no open hold/],
  ['a compact charge of the version before', originOf('TokensMetered', { version: 1 }), /./],
];

/** A log whose chains were sealed anew still has to make sense. */
describe('the verifier, on a log that was forged and sealed anew', () => {
  it.each(FORGERIES)('finds %s', async (_name, change, problem) => {
    const { log, forged } = await forge(change);
    expect(forged).toBeDefined();
    const finding = firstFinding(log);
    expect(finding?.problem).toMatch(problem);
  });

  it.each(LEASE_FORGERIES)('finds %s', async (_name, change, problem) => {
    const { log, forged } = await forge(change, 3);
    expect(forged).toBeDefined();
    expect(firstFinding(log)?.problem).toMatch(problem);
  });

  it.each(COMPACT_FORGERIES)('finds, where quotes are named, %s', async (_name, change, problem) => {
    const { log, forged } = await forge(change, 1, 'most');
    expect(forged).toBeDefined();
    expect(firstFinding(log)?.problem).toMatch(problem);
  });

  it.each(ORIGIN_FORGERIES)('finds, where quotes are named, %s', async (_name, change, problem) => {
    const { log, forged } = await forge(() => undefined, 1, 'most', change);
    expect(forged).toBeDefined();
    expect(firstFinding(log)?.problem).toMatch(problem);
  });

  it('finds a quote that is said again in its stream', async () => {
    let first: { stream: string; quote: RouteQuote } | undefined;
    const { log, forged } = await forge(
      (event) => {
        const quote = event.data as unknown as RouteQuote;
        if (event.type !== 'RouteQuoted') return undefined;
        if (first?.stream === event.stream) return { ...first.quote, route: quote.route };
        first = { stream: event.stream, quote };
        return undefined;
      },
      1,
      'most',
    );
    expect(forged).toBeDefined();
    expect(firstFinding(log)?.problem).toMatch(/says again what route \d+ says/);
  });

  it('finds a charge by another quote of its stream than its hold, and each charge by a quote that was changed', async () => {
    const quoted = new Map<string, number[]>();
    const noted = (event: Parsed): JsonObject | undefined => {
      const quote = event.data as unknown as RouteQuote;
      if (event.type === 'RouteQuoted') quoted.set(quote.life, [...(quoted.get(quote.life) ?? []), quote.route]);
      return undefined;
    };
    const other = ofRequest('TokensMetered', (data) => {
      const route = [...quoted.values()].flat().find((each) => each !== data.route);
      return route === undefined ? undefined : { ...data, route };
    });
    const { log } = await forge((event) => noted(event) ?? other(event), 1, 'most');
    expect(firstFinding(log)?.problem).toMatch(/goes by route \d+, and its hold by route \d+|not quoted/);
    const { log: changed, forged } = await forge(quoteOf(dearer), 1, 'most');
    const { route } = (JSON.parse(forged.text) as { data: RouteQuote }).data;
    const charges = changed.filter(({ stream, text }) => {
      const { type, data } = JSON.parse(text) as Parsed;
      return stream === forged.stream && type === 'TokensMetered' && routeNamed(type, data) === route;
    });
    const found = allFindings(changed).filter(({ problem }) => /which is too low|posts another/.test(problem));
    expect(found.map(({ position }) => position)).toEqual(charges.filter(isFromOutput).map(({ position }) => position));
  });

  it.each([
    ['a stream beside', (stream: string) => stream.replace(/-(\d+)$/, '-0$1')],
    ['another month', (stream: string) => stream.replace(/-\d{4}-\d\d-/, '-2020-01-')],
  ])('finds events of a lease that stand in %s, though it was settled as if they belonged to it', async (_name, beside) => {
    const store = createMemoryEventStore();
    await writeRandomLog(store, { seed: 7, accounts: 2, steps: 250, gateways: 3 });
    const tips = new Map<string, StreamTip>();
    const log: RawEvent[] = [];
    for await (const raw of store.scan({ after: 0n })) {
      const { metadata, data, ...event } = JSON.parse(raw.text) as Parsed;
      const { hash: _hash, prev: _prev, ...meta } = metadata;
      const stream = raw.stream.startsWith('lease-') && event.type !== 'LeaseOpened' ? beside(raw.stream) : raw.stream;
      const ended = data['sealed'] as { stream: string } | undefined;
      const end = ended && (tips.get(beside(ended.stream)) as StreamTip);
      const mended = end ? { ...data, sealed: { ...ended, revision: String(end.revision), hash: end.hash } } : relinked(data, tips);
      const before = tips.get(stream) ?? EMPTY_TIP;
      const sealed = seal(stream, before, [{ ...event, data: mended, metadata: meta }]);
      tips.set(stream, sealed.tip);
      const [{ data: text, metadata: chained } = { data: '', metadata: '' }] = sealed.events;
      const resealed = `{"data":${text},"id":"${event.id}","metadata":${chained},"type":"${event.type}"}`;
      log.push({ ...raw, stream, revision: before.revision + 1n, text: resealed });
    }
    expect(firstFinding(log)?.problem).toMatch(/does not stand in the stream of its lease/);
  });

  it('names a type that it does not know, and a known one in a stream where it has no place', async () => {
    const store = createMemoryEventStore();
    const metadata = {
      actor: 'system',
      cause: 'x',
      effective: '2026-11-01T00:00:00.000Z',
      recorded: '2026-11-01T00:00:00.000Z',
      version: 1,
    };
    for (const [stream, type] of [
      ['customer-cus_1', 'CustomerPainted'],
      ['payment-stripe-1', 'CommandAnswered'],
      ['diary-1', 'CustomerRegistered'],
    ] as const) {
      const { events } = seal(stream, EMPTY_TIP, [{ id: eventId(mintCommandId(), 0), type, data: {}, metadata }]);
      await store.append(stream, events, 'no_stream');
    }
    const verifier = new Verifier();
    const findings: Finding[] = [];
    for await (const event of store.scan({ after: 0n })) findings.push(...verifier.check(event));
    verifier.close();
    expect(findings.map(({ position }) => position)).toEqual([1n, 2n, 3n]);
  });
});

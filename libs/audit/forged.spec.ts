import { describe, expect, it } from '@jest/globals';
import { EMPTY_TIP, eventId, mintCommandId, seal, type EventMetadata, type JsonObject, type RawEvent, type StreamTip } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { Verifier, type Finding } from './index.js';
import { writeRandomLog } from './testing/random-log.js';

interface Parsed {
  readonly data: JsonObject;
  readonly id: string;
  readonly type: string;
  readonly metadata: EventMetadata;
}

/** Changes events as somebody would who can seal chains himself: every hash and every position of the result holds. */
async function forge(change: (event: Parsed, raw: RawEvent) => JsonObject | undefined): Promise<{ log: RawEvent[]; forged: RawEvent }> {
  const store = createMemoryEventStore();
  await writeRandomLog(store, { seed: 7, accounts: 2, steps: 250 });
  const tips = new Map<string, StreamTip>();
  const log: RawEvent[] = [];
  let forged: RawEvent | undefined;
  for await (const raw of store.scan({ after: 0n })) {
    const event = JSON.parse(raw.text) as Parsed;
    const data = forged ? undefined : change(event, raw);
    const { hash: _hash, prev: _prev, ...metadata } = event.metadata;
    const previous = relinked(event.data, tips);
    const sealed = seal(raw.stream, tips.get(raw.stream) ?? EMPTY_TIP, [{ ...event, data: data ?? previous, metadata }]);
    tips.set(raw.stream, sealed.tip);
    const [{ id, type, data: text, metadata: meta } = { id: '', type: '', data: '', metadata: '' }] = sealed.events;
    const resealed = { ...raw, text: `{"data":${text},"id":"${id}","metadata":${meta},"type":"${type}"}` };
    if (data) forged = resealed;
    log.push(resealed);
  }
  return { log, forged: forged as RawEvent };
}

/** A period names the hash of the one before: the forger mends that too. */
function relinked(data: JsonObject, tips: ReadonlyMap<string, StreamTip>): JsonObject {
  const previous = data['previous'] as { stream: string } | null | undefined;
  return previous ? { ...data, previous: { ...previous, hash: tips.get(previous.stream)?.hash ?? '' } } : data;
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

const of = (type: string, change: (data: any) => JsonObject | undefined) => (event: Parsed) =>
  event.type === type ? change(structuredClone(event.data)) : undefined;

/** A log whose chains were sealed anew still has to make sense. */
describe('the verifier, on a log that was forged and sealed anew', () => {
  it.each([
    [
      'an entry that does not sum to zero',
      of('PaymentReceived', (data) => ({ ...data, entry: { USD: [['1100', '9.00'], data.entry.USD[1]] } })),
      /off by/,
    ],
    [
      'an entry on the account of somebody else',
      of('PaymentReceived', (data) => ({ ...data, entry: { USD: [data.entry.USD[0], ['2000:acc_other', data.entry.USD[1][1]]] } })),
      /not its own/,
    ],
    [
      'a posting to an unknown account',
      of('PaymentReceived', (data) => ({ ...data, entry: { USD: [['1234', data.entry.USD[0][1]], data.entry.USD[1]] } })),
      /chart of accounts/,
    ],
    ['more credit than was posted', of('PaymentReceived', (data) => ({ ...data, amount: '500.00' })), /postings come to/],
    [
      'other tokens than were charged',
      of('TokensMetered', (data) => ({ ...data, usage: { ...data.usage, output_tokens: data.usage.output_tokens + 5 } })),
      /numerator should be/,
    ],
    ['a charge that is not what was rated', of('TokensMetered', (data) => ({ ...data, charge: '0.00' })), /do not add up to rated/],
    ['a price that the request was not routed with', of('TokensMetered', (data) => ({ ...data, price_version: 'v2' })), /not routed/],
    ['another provider cost', of('TokensMetered', (data) => ({ ...data, cost: { ...data.cost, amount: '7.00' } })), /provider's cost/],
    [
      'a hold released to another lot',
      of('TokensMetered', (data) =>
        data.lots.length > 0 ? { ...data, lots: [['lot_other', ...data.lots[0].slice(1)], ...data.lots.slice(1)] } : undefined,
      ),
      /its hold took/,
    ],
    [
      'a failed request that releases more than it held',
      of('RequestFailed', (data) => ({ ...data, released: '900.00' })),
      /releases 900\.00/,
    ],
    ['a request that ends twice', of('TokensMetered', (data) => ({ ...data, request: 'req_other' })), /no open hold/],
    [
      'a hold above what is available',
      of('RequestRouted', (data) => ({ ...data, hold: '900.00', lots: [[data.lots[0][0], '900.00']] })),
      /left/,
    ],
    [
      'credit that expires too early',
      of('CreditGranted', (data) => (data.expires_at ? { ...data, expires_at: '2030-01-01T00:00:00.000Z' } : undefined)),
      /before its time/,
    ],
    ['another closing balance', of('PeriodClosed', (data) => ({ ...data, available: '1000.00' })), /says available "1000\.00"/],
    [
      'a period that opens with more',
      of('PeriodOpened', (data) => (data.previous ? { ...data, available: '1000.00' } : undefined)),
      /says available "1000\.00"/,
    ],
    [
      'a period that opens with another lot',
      of('PeriodOpened', (data) =>
        data.lots.length > 0 ? { ...data, lots: [{ ...data.lots[0], left: '77.00' }, ...data.lots.slice(1)] } : undefined,
      ),
      /says lots/,
    ],
    ['a claim that is posted in another account', of('AccountOpened', (data) => ({ ...data, account: 'acc_other' })), /another account/],
  ])('finds %s', async (_name, change, problem) => {
    const { log, forged } = await forge(change);
    expect(forged).toBeDefined();
    const finding = firstFinding(log);
    expect(finding?.problem).toMatch(problem);
  });

  it('names a period that does not name the end of the one before', async () => {
    const { log, forged } = await forge(
      of('PeriodOpened', (data) => (data.previous ? { ...data, previous: { ...data.previous, hash: 'x'.repeat(43) } } : undefined)),
    );
    expect(firstFinding(log)).toMatchObject({ position: forged.position, problem: expect.stringMatching(/^says previous/) });
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

import { CENT_EACH, abandonment, failure, hold, meter, payment, planned, usage, usd } from '../../libs/ledger/testing/account.commands.js';
import type { AccountCommand } from '../../libs/ledger/account/account.commands.js';
import { given } from '../testing/given.js';
import { requestLogs, type RequestRow } from './request-logs.projection.js';

const ANY_ID = expect.any(String) as string;
const START = '2026-11-10T12:00:00.000Z';
const END = '2026-11-10T12:00:01.500Z';
const rowAfter = (...commands: readonly AccountCommand[]) => given(payment('8.00'), ...commands).rowsOf(requestLogs)['req_1'];

describe('request logs', () => {
  it('keep a request that is open out of every list: it has no time', () => {
    const row = rowAfter(hold('5.00'));
    expect(row).toMatchObject({ id: 'req_1', account: 'acc_1', key: 'key_1', requested_model: 'fast', started_at: START, hold: '5.00' });
    expect(row).not.toHaveProperty('time');
  });
  it('tell everything that a charge is made of', () => {
    const row = rowAfter(hold('5.00'), meter('1.20', { at: END, tokens: usage({ input: 20, output: 100 }), firstByteMs: 90 }));
    expect(row).toEqual({
      id: 'req_1',
      account: 'acc_1',
      key: 'key_1',
      requested_model: 'fast',
      started_at: START,
      hold: '5.00',
      output_limit: null,
      limit_by: null,
      bound: { input: 0, output: 500 },
      routed: { stream: 'account-acc_1-2026-11', revision: '3', id: ANY_ID },
      time: END,
      status: 'succeeded',
      outcome: 'succeeded',
      reason: null,
      model: 'openai/small',
      provider: 'sandbox',
      upstream_model: 'small',
      attempts: [{ provider: 'sandbox', upstream_model: 'small', status: 200, latency_ms: 300 }],
      usage: {
        input_tokens: 20,
        cached_input_tokens: 0,
        cache_write_tokens: 0,
        output_tokens: 100,
        reasoning_tokens: 0,
        source: 'reported',
      },
      finish: null,
      service_tier: null,
      service_tier_asked: null,
      unpriced: [],
      currency: 'USD',
      charge: '1.20',
      latency_ms: 310,
      first_byte_ms: 90,
      formula: {
        price_version: 'v1',
        quote: null,
        price: [['input', '10000.00'], ['output', '10000.00']], // prettier-ignore
        numerator: '1200000000000000000000',
        markup_ppm: 0,
        rounding: 'half_even',
        rated: '1.20',
        uncollected: '0.00',
        uncollected_reason: null,
      },
      entry: { USD: expect.arrayContaining([['4000', '-1.20']]) as never },
      ended: { stream: 'account-acc_1-2026-11', revision: '4', id: ANY_ID },
    } satisfies RequestRow);
  });
  it('tell whose output limit an answer had, which was its model’s own where that was lower, and whether it ended there', () => {
    const limited = hold('5.00', {
      limitBy: 'client',
      request: { plan: [planned(), { ...planned(), model: 'lesser', limit_by: 'maximum', output_limit: 9 }] },
    });
    expect(rowAfter(limited, meter('1.00'))).toMatchObject({ output_limit: 500, limit_by: 'client', finish: null });
    expect(rowAfter(limited, meter('1.00', { attempt: 1, finish: 'length' }))).toMatchObject({
      output_limit: 9,
      limit_by: 'maximum',
      finish: 'length',
    });
    expect(rowAfter(hold('5.00'), meter('1.00'))).toMatchObject({ output_limit: null, limit_by: null });
  });
  it('tell in which service tier a request was served, and what of it has no price of its own', () => {
    const tokens = { ...usage({ cache_write: 1 }), cache_write_1h: 2 };
    expect(rowAfter(hold('5.00'), meter('0.00', { tokens, serviceTier: 'flex', unpriced: ['speed.fast'] }))).toMatchObject({
      usage: { cache_write_tokens: 3, cache_write_1h_tokens: 2 },
      service_tier: 'flex',
      unpriced: ['cache_write_1h', 'service_tier.flex', 'speed.fast'],
    });
    expect(rowAfter(hold('5.00'), failure())).toMatchObject({ service_tier: null, unpriced: [] });
  });
  it('tell for which size and service tier the unit prices of a charge are, which the charge itself does not repeat', () => {
    const prices = { v1: [...CENT_EACH, ['input', '20000.00', 100], ['output', '5000.00', null, 'flex']] } as const;
    const priceOf = (input: number, serviceTier?: string) => {
      const tokens = usage({ input, output: 1 });
      const row = rowAfter(hold('5.00', { request: { prices } }), meter('0.00', { tokens, ...(serviceTier && { serviceTier }) }));
      return (row as RequestRow).formula?.price;
    };
    expect(priceOf(100)).toEqual([['input', '10000.00'], ['output', '10000.00']]); // prettier-ignore
    expect(priceOf(101)).toEqual([['input', '20000.00', 100], ['output', '10000.00']]); // prettier-ignore
    expect(priceOf(101, 'flex')).toEqual([['input', '20000.00', 100], ['output', '5000.00', null, 'flex']]); // prettier-ignore
    expect(priceOf(1, 'unknown')).toEqual([['input', '10000.00'], ['output', '10000.00']]); // prettier-ignore
  });
  it.each([
    ['succeeded', 'succeeded'],
    ['incomplete', 'succeeded'],
    ['cancelled', 'cancelled'],
    ['failed', 'failed'],
  ] as const)('show an answer that came out %s as %s, charged', (outcome, status) => {
    expect(rowAfter(hold('5.00'), meter('1.00', { outcome }))).toMatchObject({ status, outcome, charge: '1.00' });
  });
  it('show failed and cancelled requests without usage or charge, with the target that was tried last', () => {
    const usage = {
      input_tokens: 0,
      cached_input_tokens: 0,
      cache_write_tokens: 0,
      output_tokens: 0,
      reasoning_tokens: 0,
      source: 'estimated',
    };
    const row = rowAfter(hold('5.00'), failure({ at: END, cost: usd('0.10') }));
    expect(row).toMatchObject({ status: 'failed', reason: 'upstream_error', charge: '0.00', usage, provider: 'sandbox', formula: null });
    expect(rowAfter(hold('5.00'), failure({ outcome: 'cancelled', attempts: [] }))).toMatchObject({
      status: 'cancelled',
      model: 'openai/small',
    });
  });
  it('show what was found open after a crash as abandoned', () => {
    expect(rowAfter(hold('5.00'), abandonment({ at: END }))).toMatchObject({
      status: 'abandoned',
      reason: 'gateway_died',
      time: END,
      charge: '0.00',
    });
  });
  it('show a request that ends in the next month once', () => {
    const rows = given(payment('8.00'), hold('5.00'), meter('1.00', { at: '2026-12-01T00:00:01.000Z' })).rowsOf(requestLogs);
    expect(Object.keys(rows)).toEqual(['req_1']);
    expect(rows['req_1']).toMatchObject({ routed: { stream: 'account-acc_1-2026-11' }, ended: { stream: 'account-acc_1-2026-12' } });
  });
});

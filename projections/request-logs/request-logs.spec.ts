import { CENT_EACH, abandonment, failure, hold, meter, payment, planned, usage, usd } from '../../libs/ledger/testing/account.commands.js';
import type { AccountCommand } from '../../libs/ledger/account/account.commands.js';
import { STREAM, given } from '../testing/given.js';
import { project } from '../testing/project.js';
import { allRequestLogs, readReceipt } from './request-logs.query.js';
import { requestLogs } from './request-logs.projection.js';
import type { RequestRow } from './request-row.js';

const ANY_ID = expect.any(String) as string;
const START = '2026-11-10T12:00:00.000Z';
const END = '2026-11-10T12:00:01.500Z';
const rowAfter = async (...commands: readonly AccountCommand[]) => {
  const source = await project(given(payment('8.00'), ...commands).log, [requestLogs]);
  return (await readReceipt(source, 'acc_1', 'req_1')).row;
};

describe('request logs', () => {
  it('keep a request that is open out of every list, and know of it what its end will not tell', async () => {
    const open = given(payment('8.00'), hold('5.00'));
    const target = [['sandbox', 'openai/small']];
    expect(open.rowsOf(requestLogs)).toEqual({ 'open/acc_1': { time_zone: 'UTC', open: [['req_1', STREAM, 3, 'key_1', 'fast', target]] } });
    const source = await project(open.log, [requestLogs]);
    expect(await Array.fromAsync(allRequestLogs(source, { account: 'acc_1' }))).toEqual([]);
    expect(await rowAfter(hold('5.00'))).toBeUndefined();
    expect(await rowAfter(hold('5.00'), meter('1.00'))).toMatchObject({ requested_model: 'fast', started_at: START, hold: '5.00' });
  });
  it('tell everything that a charge is made of', async () => {
    const row = await rowAfter(hold('5.00'), meter('1.20', { at: END, tokens: usage({ input: 20, output: 100 }), firstByteMs: 90 }));
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
      routed: { stream: 'account-acc_1-2026-11', revision: '3', id: ANY_ID, hash: ANY_ID },
      time: END,
      status: 'succeeded',
      outcome: 'succeeded',
      reason: null,
      model: 'openai/small',
      provider: 'sandbox',
      upstream_model: 'small',
      attempts: [{ provider: 'sandbox', upstream_model: 'small', status: 200, latency_ms: 300 }],
      plan: [{ provider: 'sandbox', model: 'openai/small', upstream_model: 'small' }],
      usage: {
        input_tokens: 20,
        cached_input_tokens: 0,
        cache_write_tokens: 0,
        output_tokens: 100,
        reasoning_tokens: 0,
        source: 'reported',
      },
      finish: null,
      finish_told: null,
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
      ended: { stream: 'account-acc_1-2026-11', revision: '4', id: ANY_ID, hash: ANY_ID },
    } satisfies RequestRow);
  });
  it('tell whose output limit an answer had, which was its model’s own where that was lower, and whether it ended there', async () => {
    const limited = hold('5.00', {
      limitBy: 'client',
      request: { plan: [planned(), { ...planned(), model: 'lesser', limit_by: 'maximum', output_limit: 9 }] },
    });
    expect(await rowAfter(limited, meter('1.00'))).toMatchObject({ output_limit: 500, limit_by: 'client', finish: null });
    expect(await rowAfter(limited, meter('1.00', { attempt: 1, finish: 'length' }))).toMatchObject({
      output_limit: 9,
      limit_by: 'maximum',
      finish: 'length',
    });
    expect(await rowAfter(hold('5.00'), meter('1.00'))).toMatchObject({ output_limit: null, limit_by: null });
  });
  it('tell in which service tier a request was served, and what of it has no price of its own', async () => {
    const tokens = { ...usage({ cache_write: 1 }), cache_write_1h: 2 };
    expect(await rowAfter(hold('5.00'), meter('0.00', { tokens, serviceTier: 'flex', unpriced: ['speed.fast'] }))).toMatchObject({
      usage: { cache_write_tokens: 3, cache_write_1h_tokens: 2 },
      service_tier: 'flex',
      unpriced: ['cache_write_1h', 'service_tier.flex', 'speed.fast'],
    });
    expect(await rowAfter(hold('5.00'), failure())).toMatchObject({ service_tier: null, unpriced: [] });
  });
  it('tell for which size and service tier the unit prices of a charge are, which the charge itself does not repeat', async () => {
    const prices = { v1: [...CENT_EACH, ['input', '20000.00', 100], ['output', '5000.00', null, 'flex']] } as const;
    const priceOf = async (input: number, serviceTier?: string) => {
      const tokens = usage({ input, output: 1 });
      const row = await rowAfter(hold('5.00', { request: { prices } }), meter('0.00', { tokens, ...(serviceTier && { serviceTier }) }));
      return row?.formula?.price;
    };
    expect(await priceOf(100)).toEqual([['input', '10000.00'], ['output', '10000.00']]); // prettier-ignore
    expect(await priceOf(101)).toEqual([['input', '20000.00', 100], ['output', '10000.00']]); // prettier-ignore
    expect(await priceOf(101, 'flex')).toEqual([['input', '20000.00', 100], ['output', '5000.00', null, 'flex']]); // prettier-ignore
    expect(await priceOf(1, 'unknown')).toEqual([['input', '10000.00'], ['output', '10000.00']]); // prettier-ignore
  });
  it.each([
    ['succeeded', 'succeeded'],
    ['incomplete', 'succeeded'],
    ['cancelled', 'cancelled'],
    ['failed', 'failed'],
  ] as const)('show an answer that came out %s as %s, charged', async (outcome, status) => {
    expect(await rowAfter(hold('5.00'), meter('1.00', { outcome }))).toMatchObject({ status, outcome, charge: '1.00' });
  });
  it('show failed and cancelled requests without usage or charge, with the target that was tried last', async () => {
    const usage = {
      input_tokens: 0,
      cached_input_tokens: 0,
      cache_write_tokens: 0,
      output_tokens: 0,
      reasoning_tokens: 0,
      source: 'estimated',
    };
    const row = await rowAfter(hold('5.00'), failure({ at: END, cost: usd('0.10') }));
    expect(row).toMatchObject({ status: 'failed', reason: 'upstream_error', charge: '0.00', usage, provider: 'sandbox', formula: null });
    expect(await rowAfter(hold('5.00'), failure({ outcome: 'cancelled', attempts: [] }))).toMatchObject({
      status: 'cancelled',
      model: 'openai/small',
    });
  });
  it('show what was found open after a crash as abandoned', async () => {
    expect(await rowAfter(hold('5.00'), abandonment({ at: END }))).toMatchObject({
      status: 'abandoned',
      reason: 'gateway_died',
      time: END,
      charge: '0.00',
    });
  });
  it('show a request that ends in the next month once', async () => {
    const { log } = given(payment('8.00'), hold('5.00'), meter('1.00', { at: '2026-12-01T00:00:01.000Z' }));
    const rows = await Array.fromAsync(allRequestLogs(await project(log, [requestLogs]), { account: 'acc_1' }));
    expect(rows).toMatchObject([{ id: 'req_1', routed: { stream: 'account-acc_1-2026-11' }, ended: { stream: 'account-acc_1-2026-12' } }]);
  });
});

import { failure, hold, meter, payment, usage as tokens } from '../../libs/ledger/testing/account.commands.js';
import { ProjectionRunner } from '#projecting';
import { readerOf } from '../../libs/projecting/testing/events-in-memory.js';
import { createMemoryReadModels } from '../../libs/read-model/memory/index.js';
import { given } from '../testing/given.js';
import { Log } from '../testing/log.js';
import { usage } from './usage.projection.js';
import { readUsage } from './usage.query.js';

const DAY = 'acc_1/2026-11/2026-11-10/openai/small';
const request = (id: string, at: string, changes: Parameters<typeof meter>[1] = {}) => [
  hold('1.00', { at, request: { request: id } }),
  meter('0.10', { at, request: id, ...changes }),
];

describe('usage', () => {
  it('adds up requests, tokens by component and charges of a day and model, by quarters of an hour', () => {
    const some = tokens({ input: 1, cached_input: 2, cache_write: 3, output: 4 });
    const rows = given(
      payment('8.00'),
      ...request('req_1', '2026-11-10T12:00:00.000Z', { tokens: some, reasoningTokens: 1 }),
      ...request('req_2', '2026-11-10T12:14:59.999Z', { tokens: some }),
      ...request('req_3', '2026-11-10T23:59:59.999Z'),
      ...request('req_4', '2026-11-11T00:00:00.000Z'),
    ).rowsOf(usage);
    expect(rows[DAY]).toMatchObject({ account: 'acc_1', period: '2026-11', day: '2026-11-10', model: 'openai/small', currency: 'USD' });
    expect(rows[DAY]?.quarters['12:00']).toEqual({
      requests: 2,
      input_tokens: 2,
      cached_input_tokens: 4,
      cache_write_tokens: 6,
      output_tokens: 8,
      reasoning_tokens: 1,
      charge: '0.20',
      unpriced_requests: 0,
      unpriced_tokens: 0,
    });
    expect(rows[DAY]?.quarters['23:45']).toMatchObject({ requests: 1, charge: '0.10' });
    expect(Object.keys(rows)).toEqual([DAY, 'acc_1/2026-11/2026-11-11/openai/small']);
  });
  it('counts the requests, and their tokens, of which something had no price of its own', () => {
    const some = tokens({ input: 1, cached_input: 2, cache_write: 3, output: 4 });
    const rows = given(
      payment('8.00'),
      ...request('req_1', '2026-11-10T12:00:00.000Z', { tokens: some }),
      ...request('req_2', '2026-11-10T12:00:00.000Z', { tokens: { ...some, cache_write_1h: 10 } }),
      ...request('req_3', '2026-11-10T12:00:00.000Z', { tokens: some, unpriced: ['server_tool_use.web_search_requests'] }),
    ).rowsOf(usage);
    expect(rows[DAY]?.quarters['12:00']).toMatchObject({ requests: 3, cache_write_tokens: 19, unpriced_requests: 2, unpriced_tokens: 30 });
  });
  it('knows nothing of requests that were never metered', () => {
    expect(given(payment('8.00'), hold('1.00'), failure()).rowsOf(usage)).toEqual({});
  });
});

describe('the days of usage', () => {
  const metered = (at: string, model = 'openai/small', period = '2026-11') => ({
    stream: `account-acc_1-${period}`,
    type: 'TokensMetered',
    at,
    data: { model, usage: tokens({ input: 1 }), charge: '0.10', entry: { USD: [] } },
  });
  const read = async (timeZone: string, limit: number, ...events: readonly ReturnType<typeof metered>[]) => {
    const models = createMemoryReadModels();
    const log = new Log().add(...events);
    await (await ProjectionRunner.open({ events: readerOf(log.events), models, projections: [usage] })).run();
    const days: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await readUsage(models, { account: 'acc_1', timeZone, limit, ...(cursor !== '' && { cursor }) });
      days.push(...page.rows.map(({ day, model, charge }) => `${day} ${model} ${charge}`));
      cursor = page.next;
    }
    return days;
  };

  it.each([1, 2, 9])('are those of the account, put together of two days of UTC, by pages of %i', async (limit) => {
    const evening = metered('2026-11-10T18:15:00.000Z');
    const morning = metered('2026-11-11T18:14:59.999Z');
    const next = metered('2026-11-11T18:15:00.000Z');
    const other = metered('2026-11-11T09:00:00.000Z', 'openai/large');
    expect(await read('Asia/Kathmandu', limit, evening, other, morning, next)).toEqual([
      '2026-11-12 openai/small 0.10',
      '2026-11-11 openai/small 0.20',
      '2026-11-11 openai/large 0.10',
    ]);
    expect(await read('UTC', limit, evening, other, morning, next)).toEqual([
      '2026-11-11 openai/small 0.20',
      '2026-11-11 openai/large 0.10',
      '2026-11-10 openai/small 0.10',
    ]);
  });

  it('are within the month that a charge was posted in: one that comes late stands on its first day', async () => {
    const late = metered('2026-10-31T23:59:00.000Z');
    const early = metered('2026-12-01T00:00:00.000Z');
    expect(
      await read('UTC', 1, late, metered('2026-11-01T00:00:00.000Z'), early, metered('2026-12-01T00:00:00.000Z', 'a', '2026-12')),
    ).toEqual(['2026-12-01 a 0.10', '2026-11-30 openai/small 0.10', '2026-11-01 openai/small 0.20']);
  });
});

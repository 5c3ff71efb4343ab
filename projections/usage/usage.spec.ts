import { failure, hold, meter, payment, usage as tokens } from '../../libs/ledger/testing/account.commands.js';
import { given } from '../testing/given.js';
import { usage } from './usage.projection.js';

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

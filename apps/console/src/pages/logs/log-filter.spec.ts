import { logFilter, searchOfTokens, tokensOfFilter } from './log-filter.js';

it('takes from the address what it knows, each once', () => {
  expect(logFilter({ status: 'failed', model: ['a', 'b/c:d%é'], from: '', cursor: 'x', to: undefined })).toEqual({
    status: 'failed',
    model: 'b/c:d%é',
  });
});

it('comes back from tokens as it went in; what is not there leaves the address', () => {
  const filter = { from: '2026-11-01T00:00:00.000Z', status: 'failed', key_id: 'key_1' };
  expect(logFilter(searchOfTokens(tokensOfFilter(filter), 'UTC'))).toEqual(filter);
  expect(Object.keys(searchOfTokens([], 'UTC'))).toHaveLength(6);
});

it('reads a typed moment in the zone of the customer', () => {
  const tokens = [{ field: 'from', operator: 'since', value: '2026-11-01' } as const];
  expect(searchOfTokens(tokens, 'America/New_York').from).toBe('2026-11-01T04:00:00.000Z');
  expect(searchOfTokens([{ field: 'to', operator: 'until', value: 'soon' }], 'UTC').to).toBe('soon');
});

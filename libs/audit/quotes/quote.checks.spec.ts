import { deadlineBy, type RouteQuote } from '#ledger';
import { checkCompact } from './quote.checks.js';

const QUOTE = { route: 3, deadline_ms: 660_000 } as RouteQuote;
const AT = '2026-11-30T12:00:00.000Z';

describe('what an event says that names a quote', () => {
  it('may be a deadline of its own: its hold had to wait, so that none follows', () =>
    expect(checkCompact('RequestRouted', { route: 3, deadline: '2026-11-30T12:10:59.000Z' }, QUOTE, AT)).toBeUndefined());

  it.each([
    ['RequestRouted', { route: 3, deadline: deadlineBy(QUOTE, AT) }, 'deadline'],
    ['RequestRouted', { route: 3, request: 'req_1' }, 'request'],
    ['TokensMetered', { route: 3, rated: '1.00' }, 'rated'],
  ])('is nothing that follows: %s %j', (type, data, said) =>
    expect(checkCompact(type, data, QUOTE, AT)).toBe(`names a route, and says ${said} all the same`),
  );
});

import { MissingRoutes } from './missing-routes.js';

const MINUTE_MS = 60_000;

describe('routes that a provider does not have', () => {
  it('are remembered for five minutes, by provider, address and route', () => {
    let now = 0;
    const missing = new MissingRoutes(() => now);
    missing.note('a http://one', 'responses');
    expect([missing.has('a http://one', 'responses'), missing.has('a http://one', 'chat')]).toEqual([true, false]);
    expect(missing.has('a http://two', 'responses')).toBe(false);
    now = 5 * MINUTE_MS - 1;
    expect(missing.has('a http://one', 'responses')).toBe(true);
    now = 5 * MINUTE_MS;
    expect(missing.has('a http://one', 'responses')).toBe(false);
  });

  it('are at most a thousand: the one noted longest ago is forgotten first', () => {
    const missing = new MissingRoutes(() => 0);
    for (let each = 0; each < 1_000; each += 1) missing.note(String(each), 'responses');
    missing.note('0', 'responses'); // noted anew
    missing.note('1000', 'responses');
    expect(['0', '1', '2', '1000'].map((place) => missing.has(place, 'responses'))).toEqual([true, false, true, true]);
  });
});

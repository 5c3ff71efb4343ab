import { maySwitch } from './may-switch.js';

describe('switching to the next provider', () => {
  it.each([401, 402, 403, 404, 408, 409, 429, 500, 502, 503, 504, 529])('is allowed after %d', (status) =>
    expect(maySwitch({ status })).toBe(true),
  );
  it.each([400, 405, 413, 415, 422])('is not allowed after %d, which is the caller’s', (status) =>
    expect(maySwitch({ status })).toBe(false),
  );
  it.each([
    'CONNECT_FAILED',
    'CONNECT_TIMEOUT',
    'HEADERS_TIMEOUT',
    'BODY_TIMEOUT',
    'UPSTREAM_CLOSED',
    'UPSTREAM_CUT',
    'BAD_RESPONSE',
  ] as const)('is allowed after %s', (fault) => expect(maySwitch({ fault })).toBe(true));
  it.each(['ABORTED', 'DEADLINE', 'BODY_TOO_LARGE'] as const)('is not allowed after %s', (fault) =>
    expect(maySwitch({ fault })).toBe(false),
  );
});

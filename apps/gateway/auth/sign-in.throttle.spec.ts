import { MAX_FAILURES, MAX_FAILURES_OF_ADDRESS, SignInThrottle } from './sign-in.throttle.js';

const fail = (throttle: SignInThrottle, times: number, email = 'a@b.co', address = '1.1.1.1', nowMs = 0): void => {
  for (let attempt = 0; attempt < times; attempt += 1) throttle.attempt(email, address, nowMs);
};

describe('failed sign-ins', () => {
  it('are refused beyond ten a minute, and until the minute is over', () => {
    const throttle = new SignInThrottle();
    fail(throttle, MAX_FAILURES);
    let refusal: unknown;
    try {
      throttle.attempt('a@b.co', '1.1.1.1', 15_500);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 45 });
    expect(() => throttle.attempt('a@b.co', '1.1.1.1', 60_000)).not.toThrow();
  });

  it('of one address do not lock out the same admin from another', () => {
    const throttle = new SignInThrottle();
    fail(throttle, MAX_FAILURES);
    expect(() => throttle.attempt('a@b.co', '2.2.2.2', 0)).not.toThrow();
  });

  it('of one address are bounded over all e-mails', () => {
    const throttle = new SignInThrottle();
    for (let index = 0; index < MAX_FAILURES_OF_ADDRESS; index += 1) fail(throttle, 1, `${index}@b.co`);
    expect(() => throttle.attempt('another@b.co', '1.1.1.1', 0)).toThrow();
  });

  it('are forgotten by a success, which itself never counts', () => {
    const throttle = new SignInThrottle();
    fail(throttle, MAX_FAILURES - 1);
    throttle.attempt('a@b.co', '1.1.1.1', 0)();
    for (let round = 0; round < 3 * MAX_FAILURES_OF_ADDRESS; round += 1) throttle.attempt('c@b.co', '1.1.1.1', 0)();
    expect(() => fail(throttle, MAX_FAILURES)).not.toThrow();
  });

  it('fill no memory, however many e-mails are invented', () => {
    const throttle = new SignInThrottle();
    for (let index = 0; index < 30_000; index += 1) throttle.attempt(`${index}@b.co`, `address ${index}`, 0);
    fail(throttle, MAX_FAILURES, 'late@b.co', 'late');
    expect(() => throttle.attempt('late@b.co', 'late', 0)).toThrow();
  });
});

import { jest } from '@jest/globals';
import { MAX_FAILURES, MAX_FAILURES_OF_ADDRESS, SignInThrottle } from './sign-in.throttle.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

async function fail(throttle: SignInThrottle, times: number, email = 'a@b.co', address = '1.1.1.1'): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1) await throttle.attempt(email, address);
}

describe('failed sign-ins', () => {
  it('are refused beyond ten a minute, and until the minute is over', async () => {
    const throttle = new SignInThrottle();
    await fail(throttle, MAX_FAILURES);
    jest.advanceTimersByTime(15_500);
    await expect(throttle.attempt('a@b.co', '1.1.1.1')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 45 });
    jest.advanceTimersByTime(44_500);
    await throttle.attempt('a@b.co', '1.1.1.1');
  });

  it('count while they are under way, so that guessing at once gains nothing', async () => {
    const throttle = new SignInThrottle();
    const attempts = Array.from({ length: MAX_FAILURES + 5 }, () => throttle.attempt('a@b.co', '1.1.1.1'));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  });

  it('of one address do not lock out the same admin from another', async () => {
    const throttle = new SignInThrottle();
    await fail(throttle, MAX_FAILURES);
    await throttle.attempt('a@b.co', '2.2.2.2');
  });

  it('of one address are bounded over all e-mails', async () => {
    const throttle = new SignInThrottle();
    for (let index = 0; index < MAX_FAILURES_OF_ADDRESS; index += 1) await fail(throttle, 1, `${index}@b.co`);
    await expect(throttle.attempt('another@b.co', '1.1.1.1')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('are forgotten by a success, which itself never counts', async () => {
    const throttle = new SignInThrottle();
    await fail(throttle, MAX_FAILURES - 1);
    await (
      await throttle.attempt('a@b.co', '1.1.1.1')
    )();
    for (let round = 0; round < 3 * MAX_FAILURES_OF_ADDRESS; round += 1) await (await throttle.attempt('c@b.co', '1.1.1.1'))();
    await fail(throttle, MAX_FAILURES);
  });

  it('are forgotten when their minute is over', async () => {
    const throttle = new SignInThrottle();
    await fail(throttle, 5, 'a@b.co', 'address');
    jest.advanceTimersByTime(60_000);
    expect(jest.getTimerCount()).toBe(0);
  });
});

import { jest } from '@jest/globals';
import { createLog } from '#process';
import { SignInFailures } from './sign-in.failures.js';
import {
  MAX_FAILURES,
  MAX_FAILURES_OF_ADDRESS,
  MAX_FAILURES_OF_PERSON,
  MAX_FAILURES_UNDER_ATTACK,
  SignInThrottle,
} from './sign-in.throttle.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const throttled = (): SignInThrottle => new SignInThrottle(new SignInFailures(createLog('silent')));

async function fail(throttle: SignInThrottle, times: number, email = 'a@b.co', address = '1.1.1.1'): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1) await throttle.attempt(email, address);
}

describe('failed sign-ins', () => {
  it('are refused beyond ten a minute, and until the minute is over', async () => {
    const throttle = throttled();
    await fail(throttle, MAX_FAILURES);
    jest.advanceTimersByTime(15_500);
    await expect(throttle.attempt('a@b.co', '1.1.1.1')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 45 });
    jest.advanceTimersByTime(44_500);
    await throttle.attempt('a@b.co', '1.1.1.1');
  });

  it('count while they are under way, so that guessing at once gains nothing', async () => {
    const throttle = throttled();
    const attempts = Array.from({ length: MAX_FAILURES + 5 }, () => throttle.attempt('a@b.co', '1.1.1.1'));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  });

  it('of one address do not lock out the same admin from another', async () => {
    const throttle = throttled();
    await fail(throttle, MAX_FAILURES);
    await throttle.attempt('a@b.co', '2.2.2.2');
  });

  it('of one address are bounded over all e-mails', async () => {
    const throttle = throttled();
    for (let index = 0; index < MAX_FAILURES_OF_ADDRESS; index += 1) await fail(throttle, 1, `${index}@b.co`);
    await expect(throttle.attempt('another@b.co', '1.1.1.1')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('are forgotten by a success, which itself never counts', async () => {
    const throttle = throttled();
    await fail(throttle, MAX_FAILURES - 1);
    await (
      await throttle.attempt('a@b.co', '1.1.1.1')
    )();
    for (let round = 0; round < 3 * MAX_FAILURES_OF_ADDRESS; round += 1) await (await throttle.attempt('c@b.co', '1.1.1.1'))();
    await fail(throttle, MAX_FAILURES);
  });

  it('are forgotten when their minute is over', async () => {
    const throttle = throttled();
    await fail(throttle, 5, 'a@b.co', 'address');
    jest.advanceTimersByTime(60_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('of one network of IPv6 are those of one address', async () => {
    const throttle = throttled();
    for (let index = 0; index < MAX_FAILURES; index += 1) await fail(throttle, 1, 'a@b.co', `2001:db8::${index}`);
    await expect(throttle.attempt('a@b.co', '2001:db8::ffff')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await throttle.attempt('a@b.co', '2001:db8:0:1::1');
  });

  /** Many addresses, each within what one may. */
  async function attack(throttle: SignInThrottle): Promise<void> {
    for (let index = 0; index < MAX_FAILURES_OF_PERSON; index += 1) await fail(throttle, 1, 'a@b.co', `10.0.${index}.1`);
  }

  it('for one person from many addresses leave each of them little', async () => {
    const throttle = throttled();
    await attack(throttle);
    await fail(throttle, MAX_FAILURES_UNDER_ATTACK, 'a@b.co', '10.1.1.1');
    const refused = { code: 'RATE_LIMITED', retryAfterSeconds: expect.closeTo(900, -1) as number };
    await expect(throttle.attempt('a@b.co', '10.1.1.1')).rejects.toMatchObject(refused);
    jest.advanceTimersByTime(61_000);
    await expect(throttle.attempt('a@b.co', '10.1.1.1')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await throttle.attempt('c@b.co', '10.1.1.1');
  });

  it('of strangers never lock a person out: not where he signed in before, and not at a new address', async () => {
    const throttle = throttled();
    await (
      await throttle.attempt('a@b.co', '192.0.2.1')
    )();
    await attack(throttle);
    await fail(throttle, MAX_FAILURES - 1, 'a@b.co', '192.0.2.1');
    for (let round = 0; round < 3 * MAX_FAILURES_UNDER_ATTACK; round += 1) {
      await (
        await throttle.attempt('a@b.co', '192.0.2.1')
      )();
      await (
        await throttle.attempt('a@b.co', '198.51.100.1')
      )();
    }
  });
});

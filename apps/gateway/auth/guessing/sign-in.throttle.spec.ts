import { MemoryFailures } from '#failures/memory';
import type { InstallationSecrets } from '#identity';
import { createLog, type Clock } from '#process';
import { jest } from '@jest/globals';
import { SignInFailures } from './sign-in.failures.js';
import { delayOf, FREE_FAILURES_OF_PERSON, MAX_FAILURES, MAX_FAILURES_OF_ADDRESS, SignInThrottle } from './sign-in.throttle.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const LIMITED = { code: 'RATE_LIMITED' };
const clock = { nowMs: () => Date.now() } as Clock;
const throttled = (store = new MemoryFailures()): SignInThrottle =>
  new SignInThrottle(store, { pepper: new Uint8Array(32) } as InstallationSecrets, clock, new SignInFailures(createLog('silent')));

async function fail(throttle: SignInThrottle, times: number, email = 'a@b.co', address = '1.1.1.1'): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1) await throttle.attempt(email, address);
}

describe('failed sign-ins', () => {
  it('are refused beyond ten a minute, and until the minute is over', async () => {
    const throttle = throttled();
    await fail(throttle, MAX_FAILURES);
    jest.advanceTimersByTime(15_500);
    await expect(throttle.attempt('a@b.co', '1.1.1.1')).rejects.toMatchObject({ ...LIMITED, retryAfterSeconds: 45 });
    jest.advanceTimersByTime(44_500);
    await throttle.attempt('a@b.co', '1.1.1.1');
  });

  it('are counted at every gateway', async () => {
    const store = new MemoryFailures();
    await fail(throttled(store), MAX_FAILURES / 2);
    await fail(throttled(store), MAX_FAILURES / 2);
    await expect(throttled(store).attempt('a@b.co', '1.1.1.1')).rejects.toMatchObject(LIMITED);
  });

  it('count while they are under way, so that guessing at once gains nothing', async () => {
    const throttle = throttled();
    const attempts = Array.from({ length: MAX_FAILURES + 5 }, () => throttle.attempt('a@b.co', '1.1.1.1'));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  });

  it('of one address do not lock out the same person from another', async () => {
    const throttle = throttled();
    await fail(throttle, MAX_FAILURES);
    await throttle.attempt('a@b.co', '2.2.2.2');
  });

  it('of one address are bounded over all e-mails', async () => {
    const throttle = throttled();
    for (let index = 0; index < MAX_FAILURES_OF_ADDRESS; index += 1) await fail(throttle, 1, `${index}@b.co`);
    await expect(throttle.attempt('another@b.co', '1.1.1.1')).rejects.toMatchObject(LIMITED);
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

  it('of one network of IPv6 are those of one address', async () => {
    const throttle = throttled();
    for (let index = 0; index < MAX_FAILURES; index += 1) await fail(throttle, 1, 'a@b.co', `2001:db8::${index}`);
    await expect(throttle.attempt('a@b.co', '2001:db8::ffff')).rejects.toMatchObject(LIMITED);
    await throttle.attempt('a@b.co', '2001:db8:0:1::1');
  });

  it('count one spelling of an e-mail as every other', async () => {
    const throttle = throttled();
    await fail(throttle, MAX_FAILURES / 2);
    await fail(throttle, MAX_FAILURES / 2, ' A@B.CO');
    await expect(throttle.attempt('a@b.co', '1.1.1.1')).rejects.toMatchObject(LIMITED);
  });
});

describe('failures for one person from everywhere', () => {
  /** Many addresses, each with one. */
  async function attack(throttle: SignInThrottle, times: number, email = 'a@b.co'): Promise<void> {
    for (let index = 0; index < times; index += 1) {
      const attempt = throttle.attempt(email, `10.${index % 200}.${Math.floor(index / 200)}.1`);
      await jest.advanceTimersByTimeAsync(delayOf(index + 1));
      await attempt;
    }
  }

  it('cost time that grows, and never more than ten seconds', () => {
    const delays = [1, FREE_FAILURES_OF_PERSON, 21, 30, 31, 41, 51, 61, 71, 81, 10_000].map(delayOf);
    expect(delays).toEqual([0, 0, 250, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('keep nobody out: an address that is new is only waited for', async () => {
    const throttle = throttled();
    await attack(throttle, 45);
    let isThere = false;
    const attempt = throttle.attempt('a@b.co', '198.51.100.1').then((succeeded) => {
      isThere = true;
      return succeeded;
    });
    await jest.advanceTimersByTimeAsync(900);
    expect(isThere).toBe(false);
    await jest.advanceTimersByTimeAsync(100);
    await (
      await attempt
    )();
    await throttle.attempt('c@b.co', '198.51.100.1');
  });

  it('cost nothing in a browser that has signed in as that person before, which has a count of its own', async () => {
    const throttle = throttled();
    await attack(throttle, 60);
    for (let round = 0; round < 2 * MAX_FAILURES; round += 1) await (await throttle.attempt('a@b.co', '10.0.0.1', 'brw_1'))();
    for (let round = 0; round < MAX_FAILURES; round += 1) await throttle.attempt('a@b.co', '10.0.0.1', 'brw_1');
    await expect(throttle.attempt('a@b.co', '10.0.0.1', 'brw_1')).rejects.toMatchObject(LIMITED);
    await throttle.attempt('a@b.co', '10.0.0.1', 'brw_2');
  });

  it('cost the same for a person that there is not', async () => {
    const throttle = throttled();
    await attack(throttle, FREE_FAILURES_OF_PERSON, 'nobody@b.co');
    let isThere = false;
    void throttle.attempt('nobody@b.co', '198.51.100.1').then(() => (isThere = true));
    await jest.advanceTimersByTimeAsync(200);
    expect(isThere).toBe(false);
    await jest.advanceTimersByTimeAsync(50);
    expect(isThere).toBe(true);
  });
});

import { createLog } from '#process';
import { jest } from '@jest/globals';
import { SignInFailures } from './sign-in.failures.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('failed sign-ins in the log', () => {
  it('are one line a minute: the first at once, then how many came since, and from where', () => {
    const lines: Record<string, unknown>[] = [];
    const failures = new SignInFailures(
      createLog('info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
    );
    failures.note('wrong', '192.0.2.1');
    expect(lines).toMatchObject([{ level: 40, wrong: 1, throttled: 0, most_from: ['192.0.2.1'] }]);
    for (let index = 0; index < 30; index += 1) failures.note(index < 20 ? 'wrong' : 'throttled', `192.0.2.${index % 7}`);
    expect(lines).toHaveLength(1);
    jest.advanceTimersByTime(60_000);
    expect(lines[1]).toMatchObject({ wrong: 20, throttled: 10, addresses: 7 });
    expect(lines[1]?.['most_from']).toHaveLength(5);
    jest.advanceTimersByTime(600_000);
    expect([lines.length, jest.getTimerCount()]).toEqual([2, 0]);
    failures.note('wrong', '192.0.2.1');
    expect(lines).toHaveLength(3);
  });
});

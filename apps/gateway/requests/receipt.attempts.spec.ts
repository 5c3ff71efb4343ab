import type { RequestRow } from '#projections';
import { attemptsOf, skippedIn } from './receipt.attempts.js';

const target = (provider: string) => ({ provider, model: `m/${provider}`, upstream_model: 'up' });
const attempt = (provider: string, latency_ms: number, error?: string) => ({
  provider,
  upstream_model: 'up',
  status: error === undefined ? 200 : null,
  latency_ms,
  ...(error !== undefined && { error }),
});
const row = (facts: object) =>
  ({ plan: ['a', 'b', 'c'].map(target), latency_ms: 2_240, first_byte_ms: null, formula: {}, ...facts }) as unknown as RequestRow;

describe('the attempts of a receipt', () => {
  it('follow each other up to where the stream was open, and the last goes on to the end', () => {
    const attempts = [attempt('a', 412, 'connect_failed'), attempt('b', 418)];
    expect(attemptsOf(row({ attempts, first_byte_ms: 850 }))).toMatchObject([
      { provider: 'a', model: 'm/a', outcome: 'failed', error_code: 'connect_failed', started_ms: 20, first_token_ms: null, ended_ms: 432 },
      { provider: 'b', outcome: 'answered', error_code: null, started_ms: 432, first_token_ms: 850, ended_ms: 2_240 },
    ]);
  });

  it('end with the request where nothing was streamed, and begin no earlier than it', () => {
    expect(attemptsOf(row({ attempts: [attempt('a', 300)], latency_ms: 310 }))).toMatchObject([{ started_ms: 10, ended_ms: 310 }]);
    expect(attemptsOf(row({ attempts: [attempt('a', 311)], latency_ms: 310 }))).toMatchObject([{ started_ms: 0, ended_ms: 310 }]);
  });

  it('leave out the targets that were planned and not asked, which are named with the reason', () => {
    expect(skippedIn(row({ attempts: [attempt('a', 1)] }))).toEqual([
      { provider: 'b', model: 'm/b', reason: 'answered_before' },
      { provider: 'c', model: 'm/c', reason: 'answered_before' },
    ]);
    const failed = row({ attempts: [attempt('a', 1, 'x'), attempt('b', 1, 'x')], formula: null });
    expect(skippedIn(failed)).toEqual([{ provider: 'c', model: 'm/c', reason: 'not_tried' }]);
    expect(attemptsOf(failed)).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
  });
});

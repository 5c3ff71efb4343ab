import { describe, expect, it, jest } from '@jest/globals';
import type { AccountEventData } from '#ledger';
import { pino } from 'pino';
import { Metrics } from '../../ground/metrics.js';
import { BeyondBound } from './beyond-bound.js';

const metered = { request: 'req_1', provider: 'p', model: 'm', rated: '6.00', charge: '5.00', uncollected: '1.00' };

describe('charges beyond their bound', () => {
  it('are counted each, and logged at once and then once a minute', async () => {
    jest.useFakeTimers();
    try {
      const lines: Record<string, unknown>[] = [];
      const metrics = new Metrics();
      const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });
      const beyond = new BeyondBound(metrics, log);
      for (let n = 0; n < 3; n += 1) beyond.note(metered as AccountEventData['TokensMetered']);
      expect(lines).toMatchObject([{ count: 1, request: 'req_1', provider: 'p', model: 'm', uncollected: '1.00' }]);
      jest.advanceTimersByTime(60_000);
      expect(lines.slice(1)).toMatchObject([{ count: 2 }]);
      jest.advanceTimersByTime(120_000);
      expect(lines).toHaveLength(2);
      expect(await metrics.registry.getSingleMetricAsString('tokenok_beyond_bound_total')).toContain('{provider="p",model="m"} 3');
      beyond.close();
      metrics.registry.clear();
    } finally {
      jest.useRealTimers();
    }
  });
});

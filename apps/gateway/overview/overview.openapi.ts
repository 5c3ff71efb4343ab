import { orNull } from '../http/route/example.js';
import { TIME, ok, type Documentation } from '../http/route/documented.js';

const SPENDING = { requests: 7, errors: 1, charge: '0.000168' };

export const OVERVIEW = {
  read: {
    answer: ok({
      currency: 'USD',
      time_zone: 'UTC',
      balance: { available: '4.99', held: '0.01' },
      today: SPENDING,
      month: { period: '2026-11', ...SPENDING },
      latency_ms: { p50: orNull(612), p95: orNull(2_410), over: '7d' },
      runway_days: orNull(42),
      first_request_at: orNull(TIME),
      has_key: true,
      hours: [{ start: TIME, ...SPENDING }],
      days: [{ day: '2026-11-23', ...SPENDING }],
      position: '42',
    }),
  },
} satisfies Record<string, Documentation>;

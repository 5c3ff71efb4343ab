import { isPeriod } from '#ledger';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../http/errors/refusal.js';
import { queryText } from '../http/input/query.js';

/** Of OpenAPI. */
export const DAY = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
export const MONTH = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}$' };

/** A month; undefined where the parameter is absent. */
export function periodQuery(request: FastifyRequest): string | undefined {
  const period = queryText(request, 'period');
  if (period === undefined || isPeriod(period)) return period;
  return refuse('INVALID_REQUEST', { field: 'period', message: 'period must be a month like 2026-11' });
}

export const refuseFuture = (field: 'period' | 'from', latest: string): never =>
  refuse('INVALID_REQUEST', { field, message: `${field} has not begun: the last month that has is ${latest}` });

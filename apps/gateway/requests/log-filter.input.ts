import type { ApiQueryOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { choiceQuery, instantQuery, nameQuery, refuseBackwards } from '../http/input/query.js';
import { STATUSES, type LogFilter } from './log-filter.js';

/** A day, or a time of RFC 3339. */
const INSTANT = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?$' };

const PARAMETERS: readonly (ApiQueryOptions & { readonly name: string })[] = [
  { name: 'key_id', description: 'Only requests of this key', example: 'key_01kb' },
  { name: 'model', description: 'Only requests for this model or alias, or that it answered', example: 'openai/gpt-4.1-mini' },
  { name: 'provider', description: 'Only requests that this provider answered, or was the last to fail', example: 'openai' },
  { name: 'status', enum: [...STATUSES] },
  { name: 'from', description: 'A day or a time, which is included', example: '2026-11-01', schema: INSTANT },
  { name: 'to', description: 'A day or a time, which is not included', example: '2026-12-01T00:00:00Z', schema: INSTANT },
];

export function FilterParameters(): MethodDecorator {
  return (target, name, descriptor) => {
    for (const parameter of [...PARAMETERS].reverse()) QueryParameter(parameter)(target, name, descriptor);
  };
}

export function filterQuery(request: FastifyRequest): LogFilter {
  const from = instantQuery(request, 'from');
  const before = instantQuery(request, 'to');
  refuseBackwards(from, before);
  const key = nameQuery(request, 'key_id');
  const model = nameQuery(request, 'model');
  const provider = nameQuery(request, 'provider');
  const status = choiceQuery(request, 'status', STATUSES);
  return {
    ...(key !== undefined && { key }),
    ...(model !== undefined && { model }),
    ...(provider !== undefined && { provider }),
    ...(status !== undefined && { status }),
    ...(from !== undefined && { from }),
    ...(before !== undefined && { before }),
  };
}

import type { ApiQueryOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { choiceQuery } from '../http/input/query.js';
import { FILTERS, type StatusFilter } from './keys.page.js';

export const STATUS: ApiQueryOptions & { readonly name: string } = {
  name: 'status',
  description: 'Only keys of this status; `current`: `active` and `rotating`',
  enum: [...FILTERS],
};

export const statusQuery = (request: FastifyRequest): StatusFilter | undefined => choiceQuery(request, 'status', FILTERS);

import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiQueryOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { accessOf } from '../route/access.js';
import { ApiQuery } from '../route/described.js';
import { refuse } from '../errors/refusal.js';
import { refuseNul } from './json.js';

const NAMES = 'tokenok:query';
/** What reads and lists share; the document adds them by itself. */
const SHARED = ['limit', 'cursor', 'min_position'];

/** A query parameter of a route under `/me` or `/admin`, described in `/api/openapi.json`. */
export function QueryParameter(options: ApiQueryOptions & { readonly name: string }): MethodDecorator {
  return (target, method, descriptor) => {
    ApiQuery({ required: false, ...('schema' in options ? {} : { type: String }), ...options })(target, method, descriptor);
    const handler = descriptor.value as object;
    const others = (Reflect.getMetadata(NAMES, handler) ?? []) as readonly string[];
    Reflect.defineMetadata(NAMES, [options.name, ...others], handler);
  };
}

/** A parameter that nobody knows is a filter that silently is not applied: `?form=2026-11-01` would answer with everything. */
@Injectable()
export class KnownQueryGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = accessOf(context);
    if (access === undefined || access.kind === 'anyone' || access.kind === 'key_alone') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseNulIn(request.query as Texts);
    refuseNulIn(request.params as Texts);
    const own = this.reflector.get<readonly string[] | undefined>(NAMES, context.getHandler()) ?? [];
    const shared = request.method === 'GET' && access.kind !== 'person' ? SHARED : [];
    const known = [...own, ...shared, ...(access.kind === 'customer' && isSession(request) ? [CUSTOMER] : [])];
    const unknown = Object.keys(request.query as object).find((name) => !known.includes(name));
    if (unknown === undefined) return true;
    const takes = known.length === 0 ? 'no query parameters' : `the query parameters ${known.join(', ')}`;
    return refuse('UNKNOWN_FIELD', { field: unknown, message: `${unknown} is not known: this route takes ${takes}` });
  }
}

/** Which customer a session is used for; a key is of one. */
const CUSTOMER = 'customer';
const isSession = ({ caller }: FastifyRequest): boolean => caller !== null && 'session' in caller;

/** The rest of a path, slashes included: the OpenAPI document calls it `path`. */
const WILDCARD = '*';

type Texts = Readonly<Record<string, string | readonly string[]>>;

function refuseNulIn(texts: Texts): void {
  for (const [name, value] of Object.entries(texts))
    refuseNul(typeof value === 'string' ? value : value.join(''), name === WILDCARD ? 'path' : name);
}

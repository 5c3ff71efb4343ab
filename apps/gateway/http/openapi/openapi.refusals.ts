import type { OpenAPIObject } from '@nestjs/swagger';
import { dialectOf, type ErrorDialect } from '../errors/error-dialects.js';
import { orNull, schemaOf } from '../route/example.js';
import type { RouteFacts } from '../route/route-map.js';

type Responses = NonNullable<NonNullable<OpenAPIObject['paths'][string]['get']>['responses']>;
type Components = NonNullable<OpenAPIObject['components']>;

const ONE = { type: 'urn:tokenok:error:invalid_request', title: '', status: 400, code: 'invalid_request', detail: '' };
const SHAPES: Readonly<Record<ErrorDialect, { readonly mediaType: string; readonly example: object }>> = {
  anthropic: {
    mediaType: 'application/json',
    example: { type: 'error', error: { type: 'invalid_request_error', message: '' }, request_id: 'req_01kb' },
  },
  // A provider's error has nulls where ours have a code.
  openai: {
    mediaType: 'application/json',
    example: { error: { message: '', type: 'invalid_request_error', param: null, code: orNull('invalid_request') } },
  },
  problem: {
    mediaType: 'application/problem+json',
    example: { ...ONE, field: 'amount', errors: [{ field: 'amount', message: '' }], request_id: 'req_01kb' },
  },
};

/** What every request can meet: 408, 414, 417, 431, 501 and 505 by its head or before it is read whole, 500 and 503 whatever it asks. */
const ALWAYS = [400, 408, 414, 417, 431, 500, 501, 503, 505];

/** The shape of errors of each dialect, once for all routes. */
export const REFUSALS: Components = {
  responses: Object.fromEntries(
    Object.entries(SHAPES).map(([dialect, { mediaType, example }]) => [
      `refused_${dialect}`,
      { description: 'Refused or failed: docs/errors.md', content: { [mediaType]: { schema: schemaOf(example) } } },
    ]),
  ),
};

/** Every status of a refusal that the route can answer with. */
export function refusals(route: RouteFacts): Responses {
  const dialect = dialectOf(route.path, {});
  const shape = { $ref: `#/components/responses/refused_${dialect}` };
  return Object.fromEntries(statuses(route, dialect).map((status) => [status, shape]));
}

function statuses({ method, path, access, documentation }: RouteFacts, dialect: ErrorDialect): readonly (number | string)[] {
  const isOurs = access?.kind === 'admin' || access?.kind === 'customer';
  const isWrite = method !== 'GET';
  const asksProvider = path.startsWith('/v1/') && isWrite;
  return [
    ...ALWAYS,
    ...(access?.kind === 'anyone' ? [] : [401, 403]),
    ...(path.includes('{') || asksProvider || access?.kind === 'customer' ? [404] : []),
    ...(isWrite ? [413, 415] : []),
    ...(isOurs && isWrite ? [409, 422] : []),
    // What a provider refuses comes with its status.
    ...(asksProvider ? [402, 502, 504, '4XX', ...(dialect === 'anthropic' ? [529] : [])] : []),
    ...(documentation?.refusals ?? []),
  ];
}

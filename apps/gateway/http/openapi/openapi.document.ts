import type { OpenAPIObject } from '@nestjs/swagger';
import type { Answered } from '../route/documented.js';
import { schemaOf, shown } from '../route/example.js';
import type { Access } from '../route/route-settings.js';
import type { RouteFacts } from '../route/route-map.js';
import { REFUSALS, refusals } from './openapi.refusals.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Schema = Readonly<Record<string, unknown>>;

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, object>>;
}
type Verb = 'get' | 'put' | 'post' | 'delete';

const text = (description: string, more: object = {}): object => ({ description, required: false, schema: { type: 'string', ...more } });
const query = (name: string, rest: object): Parameter => ({ name, in: 'query', ...rest });
const header = (name: string, rest: object): Parameter => ({ name, in: 'header', ...rest });

const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  text('The same command again, at any later time: its first answer, and no second effect', {
    ...{ pattern: '^[\\x21-\\x7e]+$', minLength: 1, maxLength: 255 },
  }),
);
const MIN_POSITION = query(
  'min_position',
  text('Waits up to 2 s until the answer holds what was written at this x-tokenok-position', { pattern: '^[0-9]{1,39}$' }),
);
const PAGES = [
  query('limit', { required: false, schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 50 } }),
  query('cursor', text('next_cursor of the page before', { pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength: 1_024 })),
];
const WHICH = 'With a session: which customer, where its person is a member of several; by the query for downloads and event streams';
const CUSTOMER = [header('x-tokenok-customer', text(WHICH)), query('customer', text(WHICH))];
const REST_OF_PATH = 'The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F';
const SIGNATURE = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
  header(name, { ...text('Standard Webhooks'), required: true }),
);

/** What Nest cannot know of our routes: credentials, parameters that all lists share, a body to try, and what is answered. */
export function completed(document: OpenAPIObject, routes: readonly RouteFacts[]): OpenAPIObject {
  for (const route of routes) {
    const operation = document.paths[route.path]?.[route.method.toLowerCase() as Verb];
    if (operation) Object.assign(operation, completion(route, operation));
  }
  return { ...document, components: { ...document.components, ...REFUSALS } };
}

function completion(route: RouteFacts, operation: Operation): Partial<Operation> {
  const body = route.documentation?.body;
  const credentials = security(route.access);
  return {
    ...(credentials && { security: credentials }),
    ...(body && { requestBody: requestBody(body, operation) }),
    parameters: parameters(route, operation),
    responses: responses(route),
  };
}

function requestBody(example: object, operation: Operation): NonNullable<Operation['requestBody']> {
  const described = operation.requestBody;
  if (!described || !('content' in described)) {
    const names = Object.keys(example);
    const schema = { ...schemaOf(example), ...(names.length > 0 && { required: names }) };
    return { required: true, content: { 'application/json': { schema: open(schema), example: shown(example) } } };
  }
  return { ...described, content: { 'application/json': { ...described.content['application/json'], example } } };
}

function security(access: Access | undefined): Operation['security'] {
  switch (access?.kind) {
    case 'admin':
      return access.isForPeople ? [{ session: [] }] : [{ bearer: [] }, { session: [] }];
    case 'customer':
      return [...(access.scopes.length > 0 ? [{ bearer: [] }, { 'api-key': [] }] : []), { session: [] }];
    case 'person':
      return [{ session: [] }];
    case 'key_alone':
      return [{ bearer: [] }, { 'api-key': [] }];
    case 'anyone':
    case undefined:
      return undefined;
  }
}

function parameters({ method, access, documentation }: RouteFacts, operation: Operation): Parameter[] {
  // Nest names the rest of a path `*` where its own path says `{path}`.
  const own = (operation.parameters ?? []).map((each) => {
    if (!('name' in each)) return each;
    if (each.name === 'Idempotency-Key') return { ...IDEMPOTENCY_KEY, required: each.required === true };
    return each.name === '*' ? { ...each, name: 'path', description: REST_OF_PATH } : each;
  });
  const isRead = method === 'GET';
  const example = documentation?.answer.example;
  const isOurs = access?.kind === 'admin' || access?.kind === 'customer';
  const isList = isOurs && typeof example === 'object' && example !== null && 'next_cursor' in example;
  const further = [
    ...(isOurs && isRead ? [MIN_POSITION] : []),
    ...(isList ? PAGES : []),
    ...(isOurs && !isRead ? [IDEMPOTENCY_KEY] : []),
    ...(access?.kind === 'customer' ? CUSTOMER : []),
    ...(access?.kind === 'anyone' && access.isSigned ? SIGNATURE : []),
  ];
  const known = new Set(own.map((each) => ('name' in each ? each.name : '')));
  return [...own, ...further.filter((each) => 'name' in each && !known.has(each.name))];
}

function responses(route: RouteFacts): Operation['responses'] {
  const { answer, others = [] } = route.documentation ?? {};
  if (!answer) return refusals(route);
  return { ...refusals(route), ...Object.fromEntries([answer, ...others].map((each) => [each.status, response(each)])) };
}

function response({ example, schema = {}, mediaType = 'application/json', alsoAs = [] }: Answered): Answer {
  if (example === undefined) return { description: 'Done' };
  const others = alsoAs.map((each) => [each, { schema: { type: 'string' } }]);
  return { description: 'Done', content: { [mediaType]: { schema, example }, ...(Object.fromEntries(others) as Record<string, object>) } };
}

/** Fields that are not told may come all the same: they pass through, or are let be. */
const open = (schema: Schema): Schema => ({ ...schema, additionalProperties: true });

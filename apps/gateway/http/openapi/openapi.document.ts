import type { OpenAPIObject } from '@nestjs/swagger';
import { dialectOf, type ErrorDialect } from '../errors/error-dialects.js';
import type { Access } from '../route/route-settings.js';
import type { RouteFacts } from '../route/route-map.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Schema = Readonly<Record<string, unknown>>;

type Verb = 'get' | 'put' | 'post' | 'delete';

const text = (description: string, more: object = {}): object => ({ description, required: false, schema: { type: 'string', ...more } });
const query = (name: string, rest: object): Parameter => ({ name, in: 'query', ...rest });
const header = (name: string, rest: object): Parameter => ({ name, in: 'header', ...rest });

const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  text('The same command again, at any later time: its first answer, and no second effect'),
);
const MIN_POSITION = query('min_position', text('Waits up to 2 s until the answer holds what was written at this x-tokenok-position'));
const PAGES = [
  query('limit', { required: false, schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 50 } }),
  query('cursor', text('next_cursor of the page before')),
];
const REST_OF_PATH = 'The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F';
const SIGNATURE = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
  header(name, { ...text('Standard Webhooks'), required: true }),
);

const PROBLEM = { type: '', title: '', status: 400, code: 'invalid_request', detail: '', field: 'amount', request_id: 'req_01kb' };
const ANTHROPIC_ERROR = { type: 'error', error: { type: 'invalid_request_error', message: '' }, request_id: 'req_01kb' };
const OPENAI_ERROR = { error: { message: '', type: 'invalid_request_error', param: null, code: 'invalid_request' } };

const ERRORS: Readonly<Record<ErrorDialect, object>> = { anthropic: ANTHROPIC_ERROR, openai: OPENAI_ERROR, problem: PROBLEM };

/** What Nest cannot know of our routes: credentials, parameters that all lists share, a body to try, and what is answered. */
export function completed(document: OpenAPIObject, routes: readonly RouteFacts[]): OpenAPIObject {
  for (const route of routes) {
    const operation = document.paths[route.path]?.[route.method.toLowerCase() as Verb];
    if (operation) Object.assign(operation, completion(route, operation));
  }
  return document;
}

function completion(route: RouteFacts, operation: Operation): Partial<Operation> {
  const body = route.documentation?.body;
  const credentials = security(route.access);
  return {
    ...(credentials && { security: credentials }),
    ...(body && { requestBody: requestBody(body, operation) }),
    parameters: parameters(route, operation),
    responses: responses(route, operation),
  };
}

function requestBody(example: object, operation: Operation): NonNullable<Operation['requestBody']> {
  const described = operation.requestBody;
  if (!described || !('content' in described)) {
    return { required: true, content: { 'application/json': { schema: open(schemaOf(example)), example } } };
  }
  return { ...described, content: { 'application/json': { ...described.content['application/json'], example } } };
}

function security(access: Access | undefined): Operation['security'] {
  switch (access?.kind) {
    case 'admin':
      return [{ bearer: [] }, { session: [] }];
    case 'key':
    case 'key_alone':
      return [{ bearer: [] }, { 'api-key': [] }];
    case 'anyone':
    case undefined:
      return undefined;
  }
}

function parameters({ method, access, documentation }: RouteFacts, operation: Operation): Parameter[] {
  // Nest names the rest of a path `*` where its own path says `{path}`.
  const own = (operation.parameters ?? []).map((each) =>
    'name' in each && each.name === '*' ? { ...each, name: 'path', description: REST_OF_PATH } : each,
  );
  const isRead = method === 'GET';
  const example = documentation?.answer.example;
  const isOurs = access?.kind === 'admin' || access?.kind === 'key';
  const isList = isOurs && typeof example === 'object' && example !== null && 'next_cursor' in example;
  const further = [
    ...(isOurs && isRead ? [MIN_POSITION] : []),
    ...(isList ? PAGES : []),
    ...(isOurs && !isRead ? [IDEMPOTENCY_KEY] : []),
    ...(access?.kind === 'anyone' && access.isSigned ? SIGNATURE : []),
  ];
  const known = new Set(own.map((each) => ('name' in each ? each.name : '')));
  return [...own, ...further.filter((each) => 'name' in each && !known.has(each.name))];
}

function responses({ path, documentation }: RouteFacts, operation: Operation): Operation['responses'] {
  const answered = documentation?.answer;
  const dialect = dialectOf(path, {});
  const mediaType = dialect === 'problem' ? 'application/problem+json' : 'application/json';
  const error = ERRORS[dialect];
  const refused = { description: 'Refused or failed: docs/errors.md', content: { [mediaType]: { schema: schemaOf(error) } } };
  if (!answered) return { ...operation.responses, default: refused };
  const { status, example, mediaType: type = 'application/json' } = answered;
  const content = example === undefined ? {} : { content: { [type]: { schema: schemaOf(example), example } } };
  return { [status]: { description: 'Done', ...content }, default: refused };
}

/** The schema of everything that looks like the example. */
export function schemaOf(example: unknown): Schema {
  if (example === null) return { type: 'string', nullable: true };
  if (Array.isArray(example)) return { type: 'array', items: example.length > 0 ? schemaOf(example[0]) : {} };
  if (typeof example === 'object') {
    const members = Object.entries(example).map(([name, value]) => [name, schemaOf(value)]);
    return { type: 'object', properties: Object.fromEntries(members) as object };
  }
  return { type: Number.isInteger(example) ? 'integer' : typeof example };
}

/** Fields that are not told may come all the same: they pass through, or are let be. */
const open = (schema: Schema): Schema => ({ ...schema, additionalProperties: true });

import { DocumentedAnswers, type OpenApi, type SeenAnswer } from './openapi.js';

const row = {
  type: 'object',
  properties: { id: { type: 'string' }, ended_at: { type: 'string', nullable: true }, tokens: { type: 'integer' } },
};
const DOCUMENT: OpenApi = {
  paths: {
    '/me/rows/{id}': {
      get: {
        operationId: 'read',
        responses: {
          '200': { content: { 'application/json': { schema: row }, 'text/csv': { schema: { type: 'string' } } } },
          '404': { $ref: '#/components/responses/refused' },
          '5XX': { $ref: '#/components/responses/refused' },
        },
      },
      delete: { operationId: 'remove', responses: { '204': {} } },
    },
    '/v1/models/{path}': { get: { operationId: 'model', responses: { '200': {} } } },
  },
  components: { responses: { refused: { content: { 'application/problem+json': { schema: { type: 'object' } } } } } },
};
const answers = new DocumentedAnswers(DOCUMENT);
const JSON_TYPE = 'application/json; charset=utf-8';
const difference = (more: Partial<SeenAnswer>): string | undefined =>
  answers.difference({ method: 'GET', path: '/me/rows/1', status: 200, type: JSON_TYPE, text: '{}', ...more });

describe('an answer', () => {
  it.each<Partial<SeenAnswer>>([
    { text: '{"id":"a","ended_at":null,"tokens":1,"further":true}' },
    { type: 'text/csv; header=present', text: 'id\r\n' },
    { status: 404, type: 'application/problem+json' },
    { status: 503, type: 'application/problem+json' },
    { method: 'DELETE', status: 204, type: '', text: '' },
    { path: '/v1/models/a/b', type: '', text: '' },
  ])('is as documented: %j', (seen) => expect(difference(seen)).toBeUndefined());

  it.each<[Partial<SeenAnswer>, string]>([
    [{ status: 409 }, 'GET /me/rows/{id} (read) answered 409, which is not documented'],
    [{ type: 'text/html' }, 'answered 200 as text/html; documented: application/json, text/csv'],
    [{ text: '{"id":null}' }, 'whose body is not as documented: body/id must be string'],
    [{ text: '{"tokens":"1"}' }, 'body/tokens must be integer'],
    [{ status: 404 }, 'answered 404 as application/json; documented: application/problem+json'],
    [{ method: 'DELETE', status: 204 }, 'answered 204 as application/json; documented: nothing'],
  ])('is told of where it is not: %j', (seen, said) => expect(difference(seen)).toContain(said));

  it('is nobody’s where no route of the document was asked', () => {
    expect(difference({ path: '/nowhere', status: 418 })).toBeUndefined();
    expect(difference({ method: 'OPTIONS', status: 418 })).toBeUndefined();
  });
});

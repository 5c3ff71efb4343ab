import { isRouteMissing } from './route-missing.js';

const missing = (status: number, body: unknown): boolean =>
  isRouteMissing(status, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

describe('a route that a provider does not have', () => {
  it.each([
    ['FastAPI (vLLM, SGLang)', 404, { detail: 'Not Found' }],
    ['Go (Ollama, LocalAI)', 404, '404 page not found'],
    ['nothing at all', 404, ''],
    ['a proxy', 404, '<html><head><title>404 Not Found</title></head></html>'],
    ['OpenAI', 404, { error: { message: 'Invalid URL (POST /v1/nowhere)', type: 'invalid_request_error', param: null, code: null } }],
    [
      'OpenAI, with a code',
      404,
      { error: { message: 'Unknown request URL', type: 'invalid_request_error', param: null, code: 'unknown_url' } },
    ],
    ['llama.cpp', 404, { error: { code: 404, message: 'File Not Found', type: 'not_found_error' } }],
    ['a method that is not taken', 405, { detail: 'Method Not Allowed' }],
  ])('%s', (_who, status, body) => expect(missing(status, body)).toBe(true));
});

describe('something else that was not found', () => {
  it.each([
    ['OpenAI, by code', { error: { message: 'Nope', type: 'invalid_request_error', param: null, code: 'model_not_found' } }],
    ['by param', { error: { message: 'Nope', type: 'invalid_request_error', param: 'model', code: null } }],
    ['vLLM', { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', param: null, code: 404 }],
    ['vLLM, newer', { error: { message: 'The model `x` does not exist.', type: 'NotFoundError', param: null, code: 404 } }],
    ['Ollama', { error: { message: 'model "x" not found, try pulling it first', type: 'api_error', param: null, code: null } }],
    ['Azure', { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } }],
    [
      'an id at the provider',
      {
        error: {
          message: 'Previous response with id gone',
          type: 'invalid_request_error',
          param: 'previous_response_id',
          code: 'previous_response_not_found',
        },
      },
    ],
  ])('%s', (_who, body) => expect(missing(404, body)).toBe(false));

  it('no other status says so', () => expect(missing(400, { detail: 'Not Found' })).toBe(false));
});

import { Controller, Get, Module, Param, Post } from '@nestjs/common';
import { exchange, startTestGateway, type TestGateway } from '../../testing/gateway.js';
import { refuse } from '../errors/refusal.js';

@Controller()
class FailingController {
  @Post(['orders', 'raw', 'v1/raw', 'v1/messages'])
  order(): object {
    return { path: 'orders' };
  }
  @Get('rows')
  rows(): object {
    return { path: 'rows' };
  }
  @Get('files')
  files(): object {
    return { path: 'files' };
  }
  @Get(['fault', 'v1/fault', 'v1/messages/fault'])
  fault(): void {
    throw Object.assign(new Error('the password is sesame'), { config: { headers: { authorization: 'Bearer sesame' } } });
  }
  @Get(['store', 'v1/store'])
  store(): void {
    throw Object.assign(new Error('inner detail'), { code: 'UNAVAILABLE' });
  }
  @Get('v1/models/*')
  model(@Param('*') id: string): void {
    refuse('MODEL_NOT_FOUND', { field: 'model', message: `There is no model ${id}` });
  }
  @Get('v1/broke')
  broke(): void {
    refuse('INSUFFICIENT_FUNDS');
  }
  @Get('stranger')
  stranger(): void {
    refuse('UNAUTHENTICATED');
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway([FailingModule]);
});
afterAll(() => gateway.stop());

const call = (path: string, init?: RequestInit): Promise<Response> => fetch(`${gateway.url}${path}`, init);
const json = async (response: Response): Promise<Record<string, unknown>> => (await response.json()) as Record<string, unknown>;
const anyText: unknown = expect.any(String);

describe('request ids', () => {
  it('are ours on every answer, whatever the client sends', async () => {
    for (const path of ['/rows', '/nowhere', '/v1/nowhere', '/fault']) {
      const response = await call(path, { headers: { 'x-request-id': 'mine' } });
      expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/);
      await response.arrayBuffer();
    }
  });
});

describe('errors outside /v1', () => {
  it('are problems by RFC 9457 with a stable code', async () => {
    const response = await call('/nowhere');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await json(response)).toEqual({
      type: 'urn:tokenok:error:not_found',
      title: 'Not found',
      status: 404,
      code: 'not_found',
      detail: 'There is nothing at GET /nowhere',
      request_id: response.headers.get('x-request-id'),
    });
  });

  it('say which methods a path takes', async () => {
    const response = await call('/orders', { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await json(response)).toMatchObject({ code: 'method_not_allowed' });
  });

  it('never say that a path takes the method that it was asked with', async () =>
    expect(await json(await call('/orders/', { method: 'POST' }))).toMatchObject({ status: 404, code: 'not_found' }));

  it('keep the words of a fault to ourselves, and its secrets out of the log', async () => {
    const response = await call('/fault');
    expect(response.status).toBe(500);
    expect(JSON.stringify(await json(response))).not.toContain('sesame');
    expect(gateway.logged()).toContain('A request met a fault');
    expect(gateway.logged()).not.toContain('Bearer');
  });

  it('say how to authenticate', async () => {
    const response = await call('/stranger');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('map faults of the stores', async () => {
    const response = await call('/store');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await json(response)).toMatchObject({ code: 'store_unavailable', detail: 'A store does not answer' });
  });
});

describe('errors under /v1', () => {
  const anthropic = { 'anthropic-version': '2023-06-01' };
  it.each([
    ['/v1/nowhere', {}, 404, 'not_found'],
    ['/v1', {}, 404, 'not_found'],
    ['/v1/raw', {}, 405, 'method_not_allowed'],
    ['/v1/models/openai%2Fgpt', {}, 404, 'model_not_found'],
    ['/v1/broke', {}, 402, 'insufficient_quota'],
    ['/v1/fault', {}, 500, 'internal'],
    ['/v1/%zz', {}, 400, 'invalid_request'],
    [`/v1/models/x?`.padEnd(20_000, 'y'), {}, 404, 'model_not_found'],
  ])('%s speaks OpenAI', async (path, headers, status, code) => {
    const response = await call(path, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await json(response)).toEqual({
      error: { message: anyText, type: anyText, param: code === 'model_not_found' ? 'model' : null, code },
    });
  });

  it.each([
    ['/v1/messages', {}, 405, 'invalid_request_error'],
    ['/v1/messages/nowhere', {}, 404, 'not_found_error'],
    ['/v1/models/a/b', anthropic, 404, 'not_found_error'],
    ['/v1/%6dessages/fault', {}, 500, 'api_error'],
    ['/%761/messages/fault', {}, 500, 'api_error'],
    ['/v1/broke', anthropic, 402, 'billing_error'],
    ['/v1/store', anthropic, 503, 'overloaded_error'],
    ['/v1/%zz', anthropic, 400, 'invalid_request_error'],
  ])('%s speaks Anthropic where the route or the header says so', async (path, headers, status, type) => {
    const response = await call(path, { headers });
    const id = response.headers.get('x-request-id');
    expect([response.status, response.headers.get('request-id')]).toEqual([status, id]);
    expect(await json(response)).toEqual({ type: 'error', error: { type, message: anyText }, request_id: id });
  });

  it.each([
    ['/v1/nowhere', {}, 404, 'false'],
    ['/v1/models/a', anthropic, 404, 'false'],
    ['/v1/broke', {}, 402, 'false'],
    ['/v1/broke', anthropic, 402, 'false'],
    ['/v1/%zz', {}, 400, 'false'],
    ['/v1/raw', {}, 405, 'false'],
    ['/v1/fault', {}, 500, null],
    ['/v1/store', anthropic, 503, null],
    ['/nowhere', {}, 404, null],
  ])('%s %j says whether trying again can help', async (path, headers, status, told) => {
    const response = await call(path, { headers });
    expect([response.status, response.headers.get('x-should-retry')]).toEqual([status, told]);
  });

  it.each([
    ['/chat/completions', 'the base URL must be {url}/v1, so that the call goes to {url}/v1/chat/completions'],
    ['/v1/v1/messages', 'the base URL must be {url}, because this client adds /v1 by itself, so that the call goes to {url}/v1/messages'],
  ])('%s is told the base URL that would be right, in its dialect', async (path, words) => {
    const response = await call(path, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('x-should-retry')]).toEqual([404, 'false']);
    const { type, error } = (await json(response)) as { type?: string; error: { message: string } };
    expect(type).toBe(path.endsWith('messages') ? 'error' : undefined);
    expect(error.message).toBe(`There is nothing at POST ${path}: ${words.replaceAll('{url}', gateway.url)}`);
  });
});

describe('what is no HTTP request', () => {
  it('passes headers of nearly 64 KiB', async () => {
    const head = `GET /rows HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: ${'a'.repeat(60 * 1024)}\r\n\r\n`;
    expect(await exchange(gateway.url, head)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('answers 431 beyond, in a shape that both SDKs read', async () => {
    for (const path of ['/v1/chat/completions', '/v1/messages']) {
      const answer = await exchange(gateway.url, `POST ${path} HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(70 * 1024)}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
      expect(answer).toMatch(/x-request-id: req_/);
      expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
        error: { message: anyText, type: 'invalid_request_error' },
      });
    }
  });

  it('answers 400 in the dialect of its path', async () => {
    const both = 'content-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc';
    expect(await exchange(gateway.url, `POST /v1/raw HTTP/1.1\r\nhost: x\r\n${both}`)).toMatch(/400 Bad Request[^]*"error":\{"message"/);
    expect(await exchange(gateway.url, `POST /v1/messages HTTP/1.1\r\nhost: x\r\n${both}`)).toMatch(/400 Bad Request[^]*"type":"error"/);
    expect(await exchange(gateway.url, `POST /raw HTTP/1.1\r\nhost: x\r\n${both}`)).toMatch(/400 Bad Request[^]*"code":"invalid_request"/);
    expect(await exchange(gateway.url, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('serves pipelined requests in their order', async () => {
    const get = (path: string, close: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n${close}\r\n`;
    const answer = await exchange(gateway.url, get('/rows', '') + get('/files', 'connection: close\r\n'));
    expect(answer.indexOf('"rows"')).toBeLessThan(answer.indexOf('"files"'));
    expect(answer.indexOf('"rows"')).toBeGreaterThan(0);
  });

  it('continues a client that waits for 100', async () => {
    const head = 'POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\nok';
    expect(await exchange(gateway.url, head)).toMatch(/^HTTP\/1\.1 100 Continue[^]*201 Created/);
  });
});

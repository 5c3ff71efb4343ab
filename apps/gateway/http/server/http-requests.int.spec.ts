import { Body, Controller, Get, Module, Post, Req, Res } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Min, ValidateNested } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { exchange, startTestGateway, type TestGateway } from '../../testing/gateway.js';
import { formatOf } from '../output/formats.js';
import { idempotencyKey, requiredIdempotencyKey } from '../input/idempotency-key.js';
import { JsonBody } from '../input/json-body.js';
import { page, pageQuery } from '../output/lists.js';
import { BODY_LIMIT_BYTES, BodyLimit } from '../route/body-limit.js';
import { awaitMinPosition, tellPosition } from '../output/positions.js';
import { ReadPositions } from '../../ground/read-positions.js';

class Target {
  @IsString() provider!: string;
  @IsOptional() @IsInt() @Min(0) priority?: number;
}
class Order {
  @Matches(/^\d{1,9}(\.\d{1,9})?$/, { message: 'amount must be a decimal string' }) amount!: string;
  @IsIn(['USD', 'EUR']) currency!: string;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Target) targets?: Target[];
}

class Positions extends ReadPositions {
  override waitFor(position: bigint): Promise<boolean> {
    return Promise.resolve(position <= 10n);
  }
}

@Controller()
class TestController {
  @Post('orders')
  order(@JsonBody(Order) order: Order, @Res({ passthrough: true }) reply: FastifyReply): object {
    tellPosition(reply, 7n);
    return { isOrder: order instanceof Order, order };
  }
  @Post('raw')
  raw(@Body() body: unknown): object {
    if (!Buffer.isBuffer(body)) return { bytes: 0 };
    return { bytes: body.length, start: body.toString('latin1', 0, 20) };
  }
  @Post(['v1/raw', 'v1/messages'])
  @BodyLimit(BODY_LIMIT_BYTES.v1)
  large(@Body() body: unknown): object {
    if (!Buffer.isBuffer(body)) return { bytes: 0 };
    return { bytes: body.length, start: body.toString('latin1', 0, 20) };
  }
  @Get('rows')
  async rows(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, new Positions());
    const { limit, after } = pageQuery(request, 'rows', 1);
    const start = Number(after?.[0] ?? 0);
    const rows = Array.from({ length: 120 }, (_, index) => index + 1).filter((row) => row > start);
    return page('rows', rows.slice(0, limit + 1), limit, (row) => [String(row)]);
  }
  @Get('format')
  format(@Req() request: FastifyRequest): object {
    return { format: formatOf(request, ['json', 'csv']) };
  }
  @Post('idempotent')
  idempotent(@Req() request: FastifyRequest): object {
    return { key: requiredIdempotencyKey(request), same: idempotencyKey(request) };
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway([TestModule]);
});
afterAll(() => gateway.stop());

const call = (path: string, init?: RequestInit): Promise<Response> => fetch(`${gateway.url}${path}`, init);
const json = async (response: Response): Promise<Record<string, unknown>> => (await response.json()) as Record<string, unknown>;
const post = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}): Promise<Response> =>
  call(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

/** Part of a body, for the matchers. */
const notSesame: unknown = expect.not.stringContaining('sesame');
const holding = (part: object): unknown => expect.objectContaining(part);

describe('bodies', () => {
  it('arrive as the bytes that were sent, of any media type', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
      const response = await post('/raw', '{"not": json', { 'content-type': type });
      expect(await json(response)).toEqual({ bytes: 12, start: '{"not": json' });
    }
  });

  it('may be compressed', async () => {
    const text = JSON.stringify({ amount: '5.00', currency: 'USD' });
    const codings = { gzip: gzipSync(text), br: brotliCompressSync(text), deflate: deflateSync(text), identity: Buffer.from(text) };
    for (const [coding, body] of Object.entries(codings)) {
      expect((await post('/orders', body, { 'content-encoding': coding })).status).toBe(201);
    }
    expect((await post('/orders', deflateRawSync(text), { 'content-encoding': 'deflate' })).status).toBe(201);
    expect((await post('/orders', gzipSync(gzipSync(text)), { 'content-encoding': 'gzip, gzip' })).status).toBe(201);
  });

  it('that are compressed wrongly, or in another way, are refused', async () => {
    const broken = await post('/orders', '{}', { 'content-encoding': 'gzip' });
    expect([broken.status, await json(broken)]).toEqual([400, holding({ field: 'content-encoding' })]);
    const unknown = await post('/v1/raw', '{}', { 'content-encoding': 'compress' });
    expect([unknown.status, unknown.headers.get('accept-encoding')]).toEqual([415, 'gzip, br, deflate']);
  });

  it('stop at the limit, also when they only grow by decompression', async () => {
    const mib = 1024 * 1024;
    expect((await post('/raw', Buffer.alloc(mib + 1))).status).toBe(413);
    expect((await post('/raw', Buffer.alloc(mib))).status).toBe(201);
    expect((await post('/v1/raw', Buffer.alloc(20 * mib))).status).toBe(201);
    const bomb = await post('/v1/raw', gzipSync(Buffer.alloc(33 * mib)), { 'content-encoding': 'gzip' });
    expect([bomb.status, await json(bomb)]).toEqual([413, { error: holding({ code: 'request_too_large' }) }]);
    const messages = await post('/v1/messages', Buffer.alloc(33 * mib));
    expect([messages.status, await json(messages)]).toEqual([413, holding({ type: 'error' })]);
  });

  it('are read from chunked uploads', async () => {
    const head = 'POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(await exchange(gateway.url, `${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`)).toContain('{"bytes":5,"start":"abcde"}');
  });
});

describe('JSON bodies', () => {
  const refused = async (body: string, headers?: Record<string, string>): Promise<unknown[]> => {
    const response = await post('/orders', body, headers);
    const { code, field } = await json(response);
    return [response.status, code, field];
  };

  it('become an instance of their class, and a write tells its position', async () => {
    const response = await post('/orders', '{"amount":"5.00","currency":"USD","targets":[{"provider":"a","priority":0}]}');
    expect(response.headers.get('x-tokenok-position')).toBe('7');
    expect(await json(response)).toMatchObject({ isOrder: true, order: { targets: [{ provider: 'a', priority: 0 }] } });
  });

  it.each([
    ['{"amount":"5.00","currency":"USD","surprise":1}', 'unknown_field', 'surprise'],
    ['{"amount":"5.00","currency":"USD","__proto__":{"a":1}}', 'unknown_field', '__proto__'],
    ['{"amount":"5.00","currency":"USD","targets":[{"provider":"a","x":1}]}', 'unknown_field', 'targets[0].x'],
    ['{"amount":5,"currency":"USD"}', 'invalid_request', 'amount'],
    ['{"amount":"-5","currency":"USD"}', 'invalid_request', 'amount'],
    ['{"amount":"1.0000000001","currency":"USD"}', 'invalid_request', 'amount'],
    ['{"amount":"5","currency":"XXX"}', 'invalid_request', 'currency'],
    ['{"amount":"5"}', 'invalid_request', 'currency'],
    ['{"amount":"5","currency":null}', 'invalid_request', 'currency'],
    ['{"amount":"5","currency":"USD","surprise":null}', 'unknown_field', 'surprise'],
    ['{"amount":"5","currency":"USD","targets":{}}', 'invalid_request', 'targets'],
    ['{"amount":"5","currency":"USD","targets":[{"provider":"a"},{"provider":5}]}', 'invalid_request', 'targets[1].provider'],
    ['{"amount":"5","currency":"USD","targets":[null]}', 'invalid_request', 'targets[0]'],
    ['{"amount":"5","currency":"USD","targets":[{"provider":"a","priority":"1"}]}', 'invalid_request', 'targets[0].priority'],
  ])('%s is refused by the name of its field', async (body, code, field) => {
    expect(await refused(body)).toEqual([400, code, field]);
  });

  it('say of a field that is missing that it is required, rather than which rule nothing breaks', async () => {
    const { errors } = await json(await post('/orders', '{"targets":[{}]}'));
    expect(errors).toEqual([
      { field: 'amount', message: 'amount is required' },
      { field: 'currency', message: 'currency is required' },
      { field: 'targets[0].provider', message: 'targets[0].provider is required' },
    ]);
  });

  it.each([
    ['', 'invalid_json'],
    ['{"amount":', 'invalid_json'],
    ["{'amount':1}", 'invalid_json'],
    ['{"amount":"5",}', 'invalid_json'],
    ['\ufeff{}', 'invalid_json'],
    ['[]', 'invalid_request'],
    ['null', 'invalid_request'],
    ['"text"', 'invalid_request'],
    [`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'invalid_request'],
  ])('%.20s is refused as no JSON object', async (body, code) => {
    expect((await refused(body)).slice(0, 2)).toEqual([400, code]);
  });

  it('take null for what is optional as if it were not there', async () => {
    const response = await post('/orders', '{"amount":"5","currency":"USD","targets":null}');
    expect(await json(response)).toEqual({ isOrder: true, order: { amount: '5', currency: 'USD' } });
  });

  it('say where they are broken without repeating themselves', async () => {
    const response = await post('/orders', '{"secret": sesame}');
    expect(await json(response)).toMatchObject({ detail: notSesame });
  });

  it('must be UTF-8 and JSON by their media type', async () => {
    expect((await post('/orders', Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
    expect(await refused('{}', { 'content-type': 'text/xml' })).toEqual([415, 'unsupported_media_type', 'content-type']);
    expect(await refused('{}', { 'content-type': 'nonsense' })).toEqual([415, 'unsupported_media_type', 'content-type']);
  });
});

describe('lists', () => {
  const ends = (data: unknown): unknown[] => (Array.isArray(data) ? [data.length, data[0], data.at(-1)] : []);

  it('go from page to page, 50 rows at a time unless asked', async () => {
    const first = await json(await call('/rows'));
    expect([first.has_more, ends(first.data)]).toEqual([true, [50, 1, 50]]);
    const rest = await json(await call(`/rows?limit=1000&cursor=${String(first.next_cursor)}`));
    expect([rest.has_more, rest.next_cursor, ends(rest.data)]).toEqual([false, null, [70, 51, 120]]);
    expect(await json(await call('/rows?limit=120'))).toMatchObject({ has_more: false });
  });

  const foreign = Buffer.from('["other","5"]').toString('base64url');
  const twoParts = Buffer.from('["rows","5","6"]').toString('base64url');
  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['cursor=', 'cursor'],
    ['cursor=abc', 'cursor'],
    [`cursor=${foreign}`, 'cursor'],
    [`cursor=${twoParts}`, 'cursor'],
    ['min_position=abc', 'min_position'],
    ['min_position=-1', 'min_position'],
  ])('refuse ?%s', async (query, field) => {
    const response = await call(`/rows?${query}`);
    expect([response.status, await json(response)]).toEqual([400, holding({ field })]);
  });

  it('wait for min_position, and say 503 when it is not reached', async () => {
    expect((await call('/rows?min_position=10')).status).toBe(200);
    const late = await call('/rows?min_position=11');
    expect([late.status, late.headers.get('retry-after'), await json(late)]).toEqual([503, '1', holding({ code: 'position_not_reached' })]);
  });
});

describe('formats', () => {
  it.each([
    ['/format', undefined, 'json'],
    ['/format', '*/*', 'json'],
    ['/format', 'text/csv', 'csv'],
    ['/format', 'application/json, text/csv', 'json'],
    ['/format', 'application/json;q=0.5, text/csv', 'csv'],
    ['/format', 'text/html, application/pdf', 'json'],
    ['/format?format=csv', 'application/json', 'csv'],
    ['/format?format=json', 'text/csv', 'json'],
  ])('%s with Accept %s is %s', async (path, accept, format) => {
    expect(await json(await call(path, { headers: accept === undefined ? {} : { accept } }))).toEqual({ format });
  });

  it('that are not offered are refused by name', async () => {
    const response = await call('/format?format=pdf');
    expect([response.status, await json(response)]).toEqual([400, holding({ field: 'format' })]);
  });
});

describe('Idempotency-Key', () => {
  it('is taken as it is, up to 255 characters', async () => {
    const key = 'k'.repeat(255);
    expect(await json(await call('/idempotent', { method: 'POST', headers: { 'idempotency-key': key } }))).toEqual({ key, same: key });
  });
  it.each([
    [{}, 'idempotency_key_required'],
    [{ 'idempotency-key': 'k'.repeat(256) }, 'invalid_request'],
    [{ 'idempotency-key': 'a b' }, 'invalid_request'],
  ])('that is missing or malformed is refused: %#', async (headers, code) => {
    const response = await call('/idempotent', { method: 'POST', headers });
    expect([response.status, await json(response)]).toEqual([400, holding({ code, field: 'Idempotency-Key' })]);
  });
});

describe('documentation', () => {
  it('describes bodies by the rules that check them', async () => {
    const document = (await (await call('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { requestBody: { content: Record<string, { schema: unknown }> } }>>;
    };
    expect(document.paths['/orders']?.post?.requestBody.content['application/json']?.schema).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['amount', 'currency'],
      properties: {
        amount: { type: 'string', pattern: '^\\d{1,9}(\\.\\d{1,9})?$' },
        currency: { enum: ['USD', 'EUR'] },
        targets: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['provider'],
            properties: { provider: { type: 'string' }, priority: { type: 'integer', minimum: 0 } },
          },
        },
      },
    });
  });

  it('is shown as pages', async () => {
    const response = await call('/api/docs');
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('swagger')]);
    const init = await call('/api/docs/swagger-ui-init.js');
    expect([init.status, await init.text()]).toEqual([200, expect.stringContaining('./openapi.json')]);
    expect((await call('/api/docs/package.json')).status).toBe(404);
    expect((await call('/api/docs/swagger-ui.css')).status).toBe(200);
  });
});

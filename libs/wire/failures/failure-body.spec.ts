import { errorForClient, failureBody, readErrorBody, retryAfterIn } from '../common/upstream-error.js';
import type { WireApi } from '../common/wire-request.js';

const PAGE =
  '<!DOCTYPE html><html><head><title>Too &lt;large&gt;</title><style>x{}</style></head><body><h1>Sent by a proxy</h1></body></html>';

/** Bodies of failures, by who says so; each says `words`. */
const SHAPES: readonly (readonly [string, unknown, string])[] = [
  ['OpenAI', { error: { message: 'No such field', type: 'invalid_request_error', param: 'foo', code: null } }, 'No such field'],
  ['OpenAI, short', { error: 'No such field' }, 'No such field'],
  ['Anthropic', { type: 'error', error: { type: 'invalid_request_error', message: 'No such field' } }, 'No such field'],
  ['vLLM', { object: 'error', message: 'No such field', type: 'BadRequestError', param: null, code: 400 }, 'No such field'],
  ['vLLM today', { error: { message: 'No such field', type: 'BadRequestError', param: null, code: 400 } }, 'No such field'],
  ['Google', [{ error: { code: 400, message: 'No such field', status: 'INVALID_ARGUMENT' } }], 'No such field'],
  ['Google, alone', { error: { code: 400, message: 'No such field', status: 'INVALID_ARGUMENT' } }, 'No such field'],
  ['FastAPI', { detail: 'No such field' }, 'No such field'],
  [
    'FastAPI, each mistake',
    {
      detail: [
        { type: 'missing', loc: ['body', 'messages'], msg: 'Field required' },
        { loc: ['body', 'n', 0], msg: 'Not a number' },
      ],
    },
    'messages: Field required; n.0: Not a number',
  ],
  [
    'Mistral',
    { object: 'error', message: { detail: [{ loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }] }, type: 'x', code: null },
    'seed: Extra inputs are not permitted',
  ],
  ['xAI', { code: 'Client specified an invalid argument', error: 'No such field' }, 'No such field'],
  [
    'OpenRouter',
    { error: { message: 'Provider returned error', code: 400, metadata: { raw: '{"error":{"message":"No such field"}}' } } },
    'Provider returned error: No such field',
  ],
  ['a proxy of a proxy', { error: { message: '{"error":{"message":"No such field"}}', type: 'x' } }, 'No such field'],
  ['RFC 9457', { type: 'about:blank', title: 'Bad', detail: 'No such field', status: 400 }, 'No such field'],
  ['a list', { errors: [{ message: 'No such field' }] }, 'No such field'],
  ['a page', PAGE, 'Too <large>: Sent by a proxy'],
  ['text', 'No such\n field', 'No such field'],
  ['an event', 'event: error\ndata: {"error":{"message":"No such field"}}\n\n', 'No such field'],
];
const APIS: readonly WireApi[] = ['chat', 'messages', 'responses', 'completions', 'embeddings'];

const bytesOf = (body: unknown): Buffer => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
const told = (api: WireApi, upstream: WireApi, body: unknown, status = 400) =>
  JSON.parse(failureBody(api, { upstream, status, bytes: bytesOf(body) }, 'req_1').toString()) as Record<string, unknown>;

describe.each(SHAPES)('a failure as %s says it', (_house, body, words) => {
  it.each(APIS)('has its words, and the shape of %s, whichever route it came by', (api) => {
    for (const upstream of ['chat', 'messages', 'responses'] as const) {
      const { type, error } = told(api, upstream, body);
      expect(error).toMatchObject({ message: words, type: expect.any(String) as unknown });
      if (api === 'messages') expect(type).toBe('error');
      else
        for (const field of ['param', 'code'])
          expect([null, 'string']).toContain(((error as Record<string, unknown>)[field] ?? null) ? 'string' : null);
    }
  });
});

describe('the body of a failure', () => {
  it('goes on as its bytes came where it has the shape of the client’s dialect', () => {
    const openai = bytesOf({ error: { message: 'm', type: 't', param: 'p', code: 'c', more: 1.0 } });
    expect(failureBody('chat', { upstream: 'chat', status: 400, bytes: openai }, 'req_1')).toBe(openai);
    const anthropic = bytesOf({ type: 'error', error: { type: 'invalid_request_error', message: 'm' }, request_id: 'theirs' });
    expect(failureBody('messages', { upstream: 'messages', status: 400, bytes: anthropic }, 'req_1')).toBe(anthropic);
  });

  it('keeps field and code where only its shape is another, and numbers are no codes', () => {
    const body = (code: unknown) => ({ object: 'error', message: 'm', type: 'x', param: 'seed', code });
    expect(told('chat', 'chat', body('bad_seed'))).toEqual({
      error: { message: 'm', type: 'invalid_request_error', param: 'seed', code: 'bad_seed' },
    });
    expect(told('chat', 'chat', body(400))).toMatchObject({ error: { param: 'seed', code: null } });
    expect(told('chat', 'messages', body('bad_seed'))).toMatchObject({ error: { param: null, code: null } });
  });

  it.each(['', '{}', '[]', '{"error":null}', '   '])('says its status where it says nothing else: %j', (body) =>
    expect(told('chat', 'chat', body, 413)).toMatchObject({ error: { message: 'The provider answered with status 413' } }),
  );

  it('says what does not fit into the context by the names that clients look for', () => {
    const long = { error: { message: 'Your input exceeds the context window of this model', type: 'x', param: null, code: null } };
    expect(told('chat', 'chat', long)).toMatchObject({ error: { code: 'context_length_exceeded' } });
    expect(told('messages', 'chat', long)).toMatchObject({
      error: { type: 'invalid_request_error', message: 'prompt is too long: Your input exceeds the context window of this model' },
    });
    expect(
      told('chat', 'messages', { type: 'error', error: { type: 'x', message: 'prompt is too long: 5 tokens > 4 maximum' } }),
    ).toMatchObject({
      error: { code: 'context_length_exceeded', message: 'prompt is too long: 5 tokens > 4 maximum' },
    });
  });

  it('is the client’s mistake where it does not fit into the context, whatever its status', () => {
    const error = readErrorBody(bytesOf({ error: 'the request exceeds the available context size' }))!;
    expect([400, 413, 422, 500, 503].map((status) => errorForClient(error, status).status)).toEqual([400, 413, 422, 400, 400]);
  });

  it('is cut where it repeats a whole request', () =>
    expect(readErrorBody(bytesOf({ error: 'x'.repeat(100_000) }))!.message.length).toBeLessThan(5_000));

  it('is read at any depth without end', () => {
    const deep = Array.from({ length: 5_000 }).reduce<object>((inner) => ({ error: inner }), {});
    expect(readErrorBody(bytesOf(deep))).toBeUndefined();
  });
});

describe('the wait that a failure asks for in its body', () => {
  it.each([
    [[{ error: { message: 'm', details: [{ retryDelay: '34s' }] } }], '34'],
    [{ error: { message: 'Please try again in 1.5s. Visit …' } }, '2'],
    [{ error: { message: 'Please try again in 320ms.' } }, '1'],
    [{ error: { message: 'Please retry in 34.07 seconds' } }, '35'],
    [{ error: { message: 'try again in 6m0s' } }, '60'],
    [{ error: { message: 'Slow down' } }, undefined],
  ])('%j: %s seconds', (body, seconds) => expect(retryAfterIn(bytesOf(body))).toBe(seconds));
});

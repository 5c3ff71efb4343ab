import { randomUUID } from 'node:crypto';
import OpenAI, { BadRequestError } from 'openai';
import { startSandbox } from '#sandbox';
import { type Sandbox } from '../../libs/sandbox/sandbox.js';
import { GatewayProcess, removeDirectories, runTokenok } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Installation, type Customer } from '../support/gateway/installation.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';
import { Upstream } from '../support/upstream/upstream.js';

const STORED = 'acme/stored';
const OTHER = 'acme/other';
const EITHER = 'acme/either';
const TRANSLATED = 'acme/claude';
const WATCHED = 'acme/watched';
const MESSAGES = 'acme/messages';

let one: Sandbox;
let two: Sandbox;
let upstream: Upstream;
let installation: Installation;
let ada: Customer;
let bob: Customer;

beforeAll(async () => {
  [one, two, upstream] = await Promise.all([startSandbox(), startSandbox(), Upstream.start()]);
  installation = await Installation.start(upstream.baseUrl);
  await installation.provider('one', one.baseUrl);
  await installation.provider('two', two.baseUrl);
  await installation.provider('claude', one.origin, 'anthropic');
  await installation.provider('messages', upstream.baseUrl.replace(/\/v1$/, ''), 'anthropic');
  const target = (provider: string, priority = 0) => ({ provider, upstream_model: 'sandbox', priority });
  await installation.model(STORED, [target('one')]);
  await installation.model(OTHER, [target('two')]);
  await installation.model(EITHER, [target('two', 0), target('one', 1)]);
  await installation.model(TRANSLATED, [target('claude')]);
  await installation.model(WATCHED, [target('acme')]);
  await installation.model(MESSAGES, [target('messages')]);
  [ada, bob] = [await installation.customer('5.00'), await installation.customer('5.00')];
});

afterAll(async () => {
  await installation?.gateway.stop('SIGKILL');
  await Promise.all([one?.close(), two?.close(), upstream?.stop()]);
  removeDirectories();
});

type Create = Partial<Pick<OpenAI.Responses.ResponseCreateParams, 'model' | 'input' | 'previous_response_id' | 'store'>>;
const client = ({ key }: Pick<Customer, 'key'>) => new OpenAI({ baseURL: `${installation.url}/v1`, apiKey: key, maxRetries: 0 });
const ask = (customer: Pick<Customer, 'key'>, body: Create = {}) =>
  client(customer).responses.create({ model: STORED, input: `Hello ${randomUUID()}`, ...body });
const askStreamed = (customer: Pick<Customer, 'key'>, body: Create = {}) =>
  client(customer)
    .responses.stream({ model: STORED, input: `Hello ${randomUUID()}`, ...body })
    .finalResponse();
const post = (path: string, { key }: Pick<Customer, 'key'>, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  call({ method: 'POST', url: installation.url + path, headers: { 'x-api-key': key, ...headers }, body: { ...body } });

async function refused(asking: Promise<unknown>): Promise<BadRequestError> {
  const fault = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(BadRequestError);
  expect(fault).toMatchObject({ code: 'unsupported_parameter' });
  return fault as BadRequestError;
}

describe.each([
  ['plain', ask],
  ['streamed', askStreamed],
])('a stored response, %s', (_how, create) => {
  it('is gone on from by its customer, with any key and at once', async () => {
    const first = await create(ada);
    const second = await create(ada, { previous_response_id: first.id, input: 'Go on' });
    expect(second.previous_response_id).toBe(first.id);
    expect(second.usage!.input_tokens).toBeGreaterThan(first.usage!.input_tokens);
    const key = (await installation.admin.send('POST', `/admin/customers/${ada.id}/api-keys`, { name: 'second' })).json<{ key: string }>();
    const third = await create(key, { previous_response_id: second.id, input: [{ type: 'item_reference', id: second.output[0]!.id! }] });
    expect(third.previous_response_id).toBe(second.id);
  });

  it('is nothing to another customer, who is told the same as of an id that does not exist', async () => {
    const { id, output } = await create(ada);
    const items = (item: string): Create => ({ input: [{ type: 'item_reference', id: item }] });
    for (const [theirs, nobodys] of [
      [{ previous_response_id: id }, { previous_response_id: 'resp_nobody' }],
      [items(output[0]!.id!), items('msg_nobody')],
    ] as const) {
      const [first, second] = [await refused(create(bob, theirs)), await refused(create(bob, nobodys))];
      expect(first.error).toEqual(second.error);
      expect(first.param).toBe('previous_response_id' in theirs ? 'previous_response_id' : 'input[0].id');
    }
  });

  it('is none with store: false', async () => {
    const { id } = await create(ada, { store: false });
    expect((await refused(create(ada, { previous_response_id: id }))).message).toMatch(/store: false/);
  });
});

describe('a request that goes on from a stored response', () => {
  it('goes to the provider that keeps it, and to no other', async () => {
    const first = await ask(ada);
    const { response } = await client(ada)
      .responses.create({ model: EITHER, input: 'Go on', previous_response_id: first.id })
      .withResponse();
    expect(response.headers.get('x-tokenok-provider')).toBe('one');
    const failing = ask(ada, { model: EITHER, input: '[sandbox:status=500]', previous_response_id: first.id });
    await expect(failing).rejects.toMatchObject({ status: 502 });
    expect((await refused(ask(ada, { model: OTHER, previous_response_id: first.id }))).message).toMatch(/does not serve acme\/other/);
  });

  it('can use what one provider keeps, not what two do', async () => {
    const [first, second] = [await ask(ada), await ask(ada, { model: OTHER })];
    const both = ask(ada, {
      model: EITHER,
      previous_response_id: first.id,
      input: [{ type: 'item_reference', id: second.output[0]!.id! }],
    });
    expect((await refused(both)).message).toMatch(/^400 (previous_response_id|input\[0\]\.id) is kept at another provider than what /);
  });

  it('is charged for what the provider keeps too where that tells no usage', async () => {
    const first = await ask(ada, { input: 'word '.repeat(500) });
    const asking = client(ada).responses.create({ model: STORED, input: 'Go on [sandbox:no-usage]', previous_response_id: first.id });
    const request = (await asking.withResponse()).response.headers.get('x-request-id')!;
    const books = await installation.booksWhen(({ ends }) => ends.has(request));
    const { usage: charged } = books.ends.get(request)!.data as { usage: { source: string; input_tokens: number } };
    expect([charged.source, charged.input_tokens > first.usage!.total_tokens]).toEqual(['estimated', true]);
  });

  it('needs the context window of its model: nobody here knows how long it is', async () => {
    await installation.model('acme/unbounded', [{ provider: 'one', upstream_model: 'sandbox' }], { max_output_tokens: 256 });
    const { id } = await ask(ada);
    const asking = ask(ada, { model: 'acme/unbounded', previous_response_id: id });
    await expect(asking).rejects.toMatchObject({ status: 400, param: 'input' });
  });

  it('is refused with the reason where its provider speaks another protocol', async () => {
    const { id } = await ask(ada);
    const refusal = await refused(ask(ada, { model: TRANSLATED, previous_response_id: id }));
    expect([refusal.param, /another protocol/.test(refusal.message)]).toEqual(['previous_response_id', true]);
  });

  it('may bring along whole what a translated answer had', async () => {
    const { output } = await ask(ada, { model: TRANSLATED });
    const input = [...(output as OpenAI.Responses.ResponseInputItem[]), { role: 'user' as const, content: 'Go on' }];
    for (const model of [TRANSLATED, EITHER]) expect((await ask(ada, { model, input })).status).toBe('completed');
  });
});

const json =
  (body: object): ProviderAnswer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
const message = (id: string, more: object = {}) => ({ type: 'message', role: 'assistant', id, content: [], ...more });

describe('what reaches a provider', () => {
  it('is an item that is given back whole without its id, unless this customer got it there; else not a byte is changed', async () => {
    upstream.expect(json({ id: 'resp_w', status: 'completed', output: [message('msg_adas')], usage }));
    await ask(ada, { model: WATCHED });
    const input = [message('msg_adas'), message('msg_bobs'), { role: 'user', content: 'Go on' }] as OpenAI.Responses.ResponseInputItem[];
    for (const customer of [ada, bob]) await ask(customer, { model: WATCHED, input });
    const ids = upstream.received.slice(-2).map(({ body }) => (body['input'] as { id?: string }[]).map(({ id }) => id ?? null));
    expect(ids).toEqual([
      ['msg_adas', null, null],
      [null, null, null],
    ]);
  });

  it('is reasoning that says nothing without its id where this customer got it; for anybody else it is left out, and said to be', async () => {
    const reasoning = { type: 'reasoning', id: 'rs_adas', summary: [] };
    upstream.expect(json({ id: 'resp_r', status: 'completed', output: [reasoning], usage }));
    await ask(ada, { model: WATCHED });
    const answers = [];
    for (const customer of [ada, bob])
      answers.push(await post('/v1/responses', customer, { model: WATCHED, input: [reasoning, { role: 'user', content: 'Go on' }] }));
    expect(answers.map(({ status, headers }) => [status, headers['x-tokenok-dropped']])).toEqual([
      [200, undefined],
      [200, 'input.reasoning'],
    ]);
    expect(upstream.received.slice(-2).map(({ body }) => (body['input'] as object[]).length)).toEqual([2, 1]);
  });

  /** One that any route takes for its own: a response with this id, and a message in a container that has it too. */
  const ANY_ANSWER = {
    ...{ id: 'kept_1', status: 'completed', output: [], data: [{ embedding: [1] }] },
    ...{ type: 'message', content: [], container: { id: 'kept_1' }, stop_reason: 'end_turn', input_tokens: 3 },
    choices: [{ index: 0, message: { role: 'assistant', content: 'x' }, text: 'x', finish_reason: 'stop' }],
    usage: { ...usage, prompt_tokens: 3, completion_tokens: 2 },
  };
  const everywhere: readonly (readonly [path: string, field: string, body: object])[] = [
    ['/v1/responses', 'previous_response_id', { model: WATCHED, input: 'x', previous_response_id: 'kept_1' }],
    ['/v1/responses', 'conversation', { model: WATCHED, input: 'x', conversation: 'kept_1' }],
    ['/v1/responses', 'conversation.id', { model: WATCHED, input: 'x', conversation: { id: 'kept_1' } }],
    ['/v1/responses', 'prompt.id', { model: WATCHED, input: 'x', prompt: { id: 'kept_1' } }],
    ['/v1/responses', 'input[0].id', { model: WATCHED, input: [{ id: 'kept_1' }] }],
    ['/v1/responses', 'input[0].id', { model: WATCHED, input: [{ type: 'image_generation_call', id: 'kept_1' }] }],
    ['/v1/responses', 'input[0].container_id', { model: WATCHED, input: [{ type: 'code_interpreter_call', container_id: 'kept_1' }] }],
    [
      '/v1/responses',
      'input[0].content[0].file_id',
      { model: WATCHED, input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'kept_1' }] }] },
    ],
    [
      '/v1/chat/completions',
      'messages[0].content[0].file.file_id',
      { model: WATCHED, messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'kept_1' } }] }] },
    ],
    ['/v1/completions', 'session_id', { model: WATCHED, prompt: 'x', session_id: 'kept_1' }],
    ['/v1/embeddings', 'vector_store_id', { model: WATCHED, input: 'x', vector_store_id: 'kept_1' }],
    ...['/v1/messages', '/v1/messages/count_tokens'].flatMap((path) => [
      [path, 'container', { model: MESSAGES, max_tokens: 9, messages: [{ role: 'user', content: 'x' }], container: 'kept_1' }] as const,
      [
        path,
        'messages[0].content[0].source.file_id',
        {
          model: MESSAGES,
          max_tokens: 9,
          messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'file', file_id: 'kept_1' } }] }],
        },
      ] as const,
    ]),
  ];

  it.each(everywhere)('%s: never %s of what another customer got', async (path, field, body) => {
    upstream.expect(json(ANY_ANSWER));
    await ask(ada, { model: WATCHED });
    await post('/v1/messages', ada, { model: MESSAGES, max_tokens: 9, messages: [{ role: 'user', content: 'x' }] });
    upstream.received.length = 0;
    const answer = await post(path, bob, body);
    expect([answer.status, upstream.received.length]).toEqual([400, 0]);
    expect(answer.json<{ error: { message: string } }>().error.message).toContain(field);
    const own = await post(path, ada, body);
    expect([own.status, upstream.received.length]).toEqual([200, 1]);
  });
});

describe('what a customer got', () => {
  it('is theirs after a kill -9, and after every projection was rebuilt', async () => {
    const { id } = await ask(ada);
    const { gateway } = installation;
    await gateway.stop('SIGKILL');
    const port = Number(new URL(gateway.url).port);
    installation.gateway = await GatewayProcess.start({ dataDir: gateway.dataDir, port });
    expect((await ask(ada, { previous_response_id: id })).status).toBe('completed');
    await refused(ask(bob, { previous_response_id: id }));
    expect(await runTokenok(['rebuild', '--data-dir', gateway.dataDir])).toMatchObject({ code: 0 });
    expect((await ask(ada, { previous_response_id: id })).status).toBe('completed');
    await refused(ask(bob, { previous_response_id: id }));
  });

  it('stands in the log as hashes alone, which the verifier accepts', async () => {
    const { id } = await ask(ada);
    const books = await installation.booksWhen(({ openHolds }) => openHolds.length === 0);
    const last = [...books.ends.values()].at(-1)!;
    expect(last.data['kept_at_provider']).toEqual([expect.stringMatching(/^[\w-]{22}$/), expect.stringMatching(/^[\w-]{22}$/)]);
    expect(JSON.stringify(last.data)).not.toContain(id);
    expect(await installation.admin.verify()).toMatchObject({ holds: true });
  });
});

import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI, { BadRequestError } from 'openai';
import { startSandbox } from '#sandbox';
import { type Sandbox } from '../../libs/sandbox/sandbox.js';
import { GatewayProcess, removeDirectories, runTokenok } from '../support/gateway/gateway.process.js';
import { Installation, type Customer } from '../support/gateway/installation.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';
import { Upstream } from '../support/upstream/upstream.js';

/** Gateways start and are killed, on a machine that is busy. */
jest.setTimeout(90_000);

/** A provider of Messages, one of Chat Completions without Responses, and one that speaks Responses itself. */
const MESSAGES = 'acme/messages';
const CHAT = 'acme/chat';
const NATIVE = 'acme/native';
const EITHER = 'acme/either';

let sandbox: Sandbox;
let upstream: Upstream;
let installation: Installation;
let ada: Customer;
let bob: Customer;

beforeAll(async () => {
  [sandbox, upstream] = await Promise.all([startSandbox(), Upstream.start()]);
  installation = await Installation.start(upstream.baseUrl);
  await installation.provider('native', sandbox.baseUrl);
  await installation.provider('messages', sandbox.origin, 'anthropic');
  const target = (provider: string, priority = 0) => ({ provider, upstream_model: provider, priority });
  await installation.model(MESSAGES, [target('messages')]);
  await installation.model(CHAT, [target('acme')]);
  await installation.model(NATIVE, [target('native')]);
  await installation.model(EITHER, [target('messages'), target('native', 1)]);
  [ada, bob] = [await installation.customer('5.00'), await installation.customer('5.00')];
});

afterAll(async () => {
  await installation?.gateway.stop('SIGKILL');
  await Promise.all([sandbox?.close(), upstream?.stop()]);
  removeDirectories();
});

type Create = Partial<Pick<OpenAI.Responses.ResponseCreateParams, 'model' | 'input' | 'previous_response_id' | 'store' | 'instructions'>>;
const client = ({ key }: Pick<Customer, 'key'>) => new OpenAI({ baseURL: `${installation.url}/v1`, apiKey: key, maxRetries: 0 });
const ask = (customer: Pick<Customer, 'key'>, body: Create = {}) =>
  client(customer).responses.create({ model: MESSAGES, input: `Hello ${randomUUID()}`, ...body });
const askStreamed = (customer: Pick<Customer, 'key'>, body: Create = {}) =>
  client(customer)
    .responses.stream({ model: MESSAGES, input: `Hello ${randomUUID()}`, ...body })
    .finalResponse();

async function refused(asking: Promise<unknown>): Promise<BadRequestError> {
  const fault = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(BadRequestError);
  expect(fault).toMatchObject({ code: 'unsupported_parameter' });
  return fault as BadRequestError;
}

const restart = async (environment: Readonly<Record<string, string>> = {}, signal: NodeJS.Signals = 'SIGKILL') => {
  const { gateway } = installation;
  await gateway.stop(signal);
  installation.gateway = await GatewayProcess.start({ dataDir: gateway.dataDir, port: Number(new URL(gateway.url).port), environment });
};

describe.each([
  ['plain', ask],
  ['streamed', askStreamed],
])('a translated response, %s', (_how, create) => {
  it('says that it is stored, and is gone on from by its customer, with any key and at once', async () => {
    const first = await create(ada);
    const second = await create(ada, { previous_response_id: first.id, input: 'Go on' });
    expect([first.previous_response_id, second.previous_response_id]).toEqual([null, first.id]);
    expect([first, second]).toMatchObject([{ store: true }, { store: true }]);
    expect(second.usage!.input_tokens).toBeGreaterThan(first.usage!.input_tokens + 20);
    const key = (await installation.admin.send('POST', `/admin/customers/${ada.id}/api-keys`, { name: 'second' })).json<{ key: string }>();
    const reference = { type: 'item_reference' as const, id: second.output[0]!.id! };
    const third = await create(key, { previous_response_id: second.id, input: [reference, { role: 'user', content: 'And?' }] });
    expect(third.usage!.input_tokens).toBeGreaterThan(second.usage!.input_tokens);
  });

  it('is nothing to another customer, who is told the same as of an id that does not exist', async () => {
    const { id, output } = await create(ada);
    const nobody = `${'0'.repeat(26)}`;
    const items = (item: string): Create => ({ input: [{ type: 'item_reference', id: item }] });
    for (const model of [MESSAGES, CHAT, NATIVE, EITHER])
      for (const [theirs, nobodys] of [
        [{ previous_response_id: id }, { previous_response_id: `resp_${nobody}` }],
        [items(output[0]!.id!), items(`msg_${nobody}_0`)],
      ] as const) {
        const [first, second] = [await refused(create(bob, { model, ...theirs })), await refused(create(bob, { model, ...nobodys }))];
        expect(first.error).toEqual(second.error);
        expect(first.param).toBe('previous_response_id' in theirs ? 'previous_response_id' : 'input[0].id');
      }
  });

  it('is none with store: false, and says so', async () => {
    const answer = await create(ada, { store: false });
    expect(answer).toMatchObject({ store: false });
    await refused(create(ada, { previous_response_id: answer.id }));
  });

  it('is one also where it stops at its limit', async () => {
    const first = await create(ada, { input: '[sandbox:finish=length]' });
    expect(first.status).toBe('incomplete');
    expect((await create(ada, { previous_response_id: first.id })).status).toBe('completed');
  });

  it('is one for a model that is served natively, too', async () => {
    const first = await create(ada);
    for (const model of [NATIVE, EITHER]) {
      const second = await create(ada, { model, previous_response_id: first.id, input: 'Go on' });
      expect(second.usage!.input_tokens).toBeGreaterThan(first.usage!.input_tokens);
    }
  });
});

/** Always under the same id, as some servers do. */
const saying =
  (content: string): ProviderAnswer =>
  (response) => {
    const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
    const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ id: 'chatcmpl-always', model: 'm', choices, usage }));
  };
const noRoute: ProviderAnswer = (response) =>
  void response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}');

describe('what a provider without Responses is asked', () => {
  it('is the whole conversation, without the instructions of before, and its answers have ids of ours however it calls them', async () => {
    const words = ['One', 'Two', 'Three'];
    upstream.expect((response, received) =>
      received.path.endsWith('/responses') ? noRoute(response, received) : saying(words.shift()!)(response, received),
    );
    const first = await ask(ada, { model: CHAT, input: 'A', instructions: 'Be brief' });
    const second = await ask(ada, { model: CHAT, input: 'B', previous_response_id: first.id });
    expect(first.id).not.toBe(second.id);
    const references = [first, second].map(({ output }) => ({ type: 'item_reference' as const, id: output[0]!.id! }));
    await ask(ada, { model: CHAT, input: [...references, { role: 'user', content: 'C' }], instructions: 'Be long' });
    const asked = upstream.received
      .slice(-2)
      .map(({ body }) => (body['messages'] as { role: string; content: string }[]).map(({ content }) => content));
    expect(asked).toEqual([
      ['A', 'One', 'B'],
      ['Be long', 'One', 'Two', 'C'],
    ]);
  });

  it('names a mistake by the place where the client put it', async () => {
    const { id } = await ask(ada);
    const wrong = [
      { role: 'user', content: 'x' },
      { type: 'local_shell_call_output', id: 'x', output: 'y' },
    ] as OpenAI.Responses.ResponseInputItem[];
    const refusal = await refused(ask(ada, { previous_response_id: id, input: wrong }));
    expect([refusal.param, refusal.message]).toEqual(['input[1].type', expect.stringContaining('input[1].type must be')]);
  });

  it('is held for and, where it tells no usage, charged for as a whole', async () => {
    const first = await ask(ada, { input: 'word '.repeat(2_000) });
    const asking = client(ada).responses.create({ model: MESSAGES, input: 'Go on [sandbox:no-usage]', previous_response_id: first.id });
    const request = (await asking.withResponse()).response.headers.get('x-request-id')!;
    const books = await installation.booksWhen(({ ends }) => ends.has(request));
    const charged = books.ends.get(request)!.data['usage'] as { source: string; input_tokens: number };
    expect([charged.source, charged.input_tokens > 2_000]).toEqual(['estimated', true]);
  });
});

describe('what is kept', () => {
  it('is there after a kill -9', async () => {
    const { id } = await ask(ada);
    await restart();
    expect((await ask(ada, { previous_response_id: id })).status).toBe('completed');
  });

  it('stands in no file in the clear, nor in an event or the log; and every command takes a directory that has it', async () => {
    const secret = `secret-${randomUUID()}`;
    const first = await ask(ada, { input: secret });
    await askStreamed(ada, { previous_response_id: first.id });
    const { gateway } = installation;
    await gateway.stop();
    for (const name of readdirSync(gateway.dataDir))
      expect([name, readFileSync(join(gateway.dataDir, name)).includes(secret)]).toEqual([name, false]);
    expect(gateway.err).not.toContain(secret);
    for (const command of [['verify'], ['rebuild'], ['backup', join(gateway.dataDir, 'backup')]])
      expect([command[0], (await runTokenok([...command, '--data-dir', gateway.dataDir])).code]).toEqual([command[0], 0]);
    expect((await runTokenok(['doctor', '--data-dir', gateway.dataDir])).out).toMatch(/ok +kept responses +sound/);
    installation.gateway = await GatewayProcess.start({ dataDir: gateway.dataDir, port: Number(new URL(gateway.url).port) });
    expect((await ask(ada, { previous_response_id: first.id })).status).toBe('completed');
  });

  it('is nothing where the environment says so, and nothing of before is left', async () => {
    const { id } = await ask(ada);
    await restart({ TOKENOK_KEEP_RESPONSES_DAYS: '0' });
    await refused(ask(ada, { previous_response_id: id }));
    const { data: answer, response } = await client(ada).responses.create({ model: MESSAGES, input: 'x', store: true }).withResponse();
    expect([answer, response.headers.get('x-tokenok-dropped')]).toMatchObject([{ store: false }, 'store']);
    await refused(ask(ada, { previous_response_id: answer.id }));
    await restart();
    await refused(ask(ada, { previous_response_id: id }));
  });

  it('leaves books that the verifier accepts', async () => expect(await installation.admin.verify()).toMatchObject({ holds: true }));
});

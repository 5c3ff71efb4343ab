import { ADMIN_TOKEN } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Scene } from '../support/gateway/scene.js';
import { QUIRKS, quirky } from '../support/upstream/quirks.js';

const scene = Scene.of('50.00');

const TOOL = { type: 'object', properties: { city: { type: 'string' } } };
/** A client that says all that it may. */
const BODIES = {
  '/v1/chat/completions': {
    messages: [
      { role: 'developer', content: 'Be brief' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Yes?', reasoning_content: 'They greet.' },
      { role: 'user', content: 'Go on' },
    ],
    ...{ temperature: 0.5, top_p: 0.9, presence_penalty: 0.1, frequency_penalty: 0.1, stop: ['END'], reasoning_effort: 'high' },
    ...{ max_tokens: 4_000, parallel_tool_calls: false, store: false, user: 'ada', seed: 7 },
    tools: [{ type: 'function', function: { name: 'weather', parameters: TOOL } }],
    tool_choice: 'auto',
  },
  '/v1/messages': {
    messages: [{ role: 'user', content: 'Hello' }],
    system: 'Be brief',
    ...{ max_tokens: 4_000, temperature: 0.5, top_p: 0.9, stop_sequences: ['END'], thinking: { type: 'adaptive' } },
    output_config: { effort: 'high' },
    tools: [{ name: 'weather', input_schema: TOOL }],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  },
  '/v1/responses': {
    input: [
      { role: 'developer', content: 'Be brief' },
      { role: 'user', content: 'Hello' },
    ],
    ...{ max_output_tokens: 4_000, temperature: 0.5, top_p: 0.9, reasoning: { effort: 'high' }, parallel_tool_calls: false },
    tools: [{ type: 'function', name: 'weather', parameters: TOOL }],
    tool_choice: 'auto',
  },
} as const;
type Route = keyof typeof BODIES;
const ROUTES = Object.keys(BODIES) as Route[];

function ask(route: Route, model: string, more: object = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${scene.customer.key}`, ...(route === '/v1/messages' && { 'anthropic-version': '2023-06-01' }) };
  return call({ method: 'POST', url: scene.installation.url + route, headers, body: { model, ...BODIES[route], ...more } });
}

const sent = () => scene.upstream.received.at(-1)!.body;
const droppedBy = ({ headers }: Answer) => String(headers['x-tokenok-dropped'] ?? '').split(', ');
const LIMITS = { context_window: 128_000, max_output_tokens: 8_000, default_output_tokens: 256 };

beforeAll(async () => {
  scene.upstream.answer = quirky;
  await scene.installation.provider('claude', scene.upstream.baseUrl.replace(/\/v1$/, ''), 'anthropic');
  for (const [name, { upstreamModel, protocol }] of Object.entries(QUIRKS))
    await scene.installation.model(modelOf(name), [{ provider: protocol ? 'claude' : 'acme', upstream_model: upstreamModel }], LIMITS);
});

const modelOf = (name: string): string => `quirks/${name.replaceAll(' ', '-').toLowerCase()}`;

describe.each(Object.keys(QUIRKS))('%s', (name) => {
  it.each(ROUTES.flatMap((route) => [[route, false] as const, [route, true] as const]))(
    'takes all that a client of %s says, streamed: %s; and is told the limit',
    async (route, stream) => {
      const answer = await ask(route, modelOf(name), { stream });
      expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
      expect(answer.text).toContain('Hi');
      expect(sent()['max_tokens'] ?? sent()['max_completion_tokens']).toBe(4_000);
    },
  );

  it('is told a limit where the client has none', async () => {
    const answer = await ask('/v1/chat/completions', modelOf(name), { max_tokens: null });
    expect(answer.status).toBe(200);
    expect(sent()['max_tokens'] ?? sent()['max_completion_tokens']).toBe(256);
  });
});

describe('what a model is not told', () => {
  it.each([
    ['/v1/chat/completions', ['temperature', 'stop', 'presence_penalty']],
    ['/v1/responses', ['temperature', 'top_p']],
    ['/v1/messages', ['temperature', 'top_p', 'stop_sequences']],
  ] as const)('is named to a client of %s, as it calls it', async (route, fields) =>
    expect(droppedBy(await ask(route, 'quirks/gpt-5'))).toEqual(expect.arrayContaining([...fields])),
  );

  it('is nothing where it asks for nothing', async () => {
    const quiet = { temperature: 1, top_p: 1, presence_penalty: 0, frequency_penalty: 0, stop: null, parallel_tool_calls: true };
    const answer = await ask('/v1/chat/completions', 'quirks/gpt-5', { ...quiet, reasoning_effort: 'low' });
    expect(answer.headers['x-tokenok-dropped']).toBeUndefined();
  });

  it('is refused by its name where the answer would be another without it', async () => {
    const answer = await ask('/v1/chat/completions', 'quirks/gpt-5', { logprobs: true });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ error: { param: 'logprobs', code: 'unsupported_parameter' } });
  });
});

describe('an administrator’s word', () => {
  const target = (traits: object) => [{ provider: 'acme', upstream_model: 'own', traits }];
  const configure = (traits: object) => scene.installation.model('quirks/own', target(traits), LIMITS);

  it('goes before the defaults, of a target before its provider’s, member by member', async () => {
    const { upstream, installation } = scene;
    await installation.admin.send('PUT', '/admin/providers/own', {
      ...{ protocol: 'openai', base_url: upstream.baseUrl, api_key: 'sk-upstream' },
      traits: { limit_field: 'max_tokens', refused_fields: ['seed'] },
    });
    await installation.model(
      'quirks/told',
      [{ provider: 'own', upstream_model: 'o4-mini', traits: { limit_field: 'max_output_tokens' } }],
      LIMITS,
    );
    expect((await ask('/v1/chat/completions', 'quirks/told')).status).toBe(200);
    expect(sent()).toMatchObject({ max_output_tokens: 4_000, temperature: 0.5, stop: ['END'] });
    for (const field of ['max_tokens', 'max_completion_tokens', 'seed']) expect(sent()).not.toHaveProperty(field);
    const shown = await installation.admin.get<{ traits: object }>('/admin/providers/own');
    expect(shown.traits).toEqual({ limit_field: 'max_tokens', refused_fields: ['seed'] });
  });

  it('that it takes no limit holds for all that the model may say', async () => {
    await configure({ limit_field: 'none' });
    const answer = await ask('/v1/messages', 'quirks/own');
    expect(answer.status).toBe(200);
    for (const field of ['max_tokens', 'max_completion_tokens', 'max_output_tokens']) expect(sent()).not.toHaveProperty(field);
    expect(droppedBy(answer)).toContain('max_tokens');
    const events = await scene.installation.admin.get<{ data: { type: string; data: Record<string, unknown> }[] }>(
      '/admin/ledger/events?type=RequestRouted&limit=1000',
    );
    expect(events.data.at(-1)?.data).toMatchObject({ output_limit: 8_000, limit_by: 'maximum' });
    const poor = await scene.installation.customer('0.02');
    const refused = await call({
      ...{ method: 'POST', url: `${scene.installation.url}/v1/messages`, headers: { authorization: `Bearer ${poor.key}` } },
      body: { model: 'quirks/own', ...BODIES['/v1/messages'], max_tokens: 16 },
    });
    expect(refused.status).toBe(402);
  });

  it('that it never marks the end of a stream makes one with its reason whole, and the client is given a mark', async () => {
    const frames = [{ content: 'Hi' }, {}].map((delta, at) => ({
      id: 'c',
      choices: [{ index: 0, delta, finish_reason: at === 0 ? null : 'stop' }],
    }));
    scene.upstream.expect((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join(''));
    });
    for (const [traits, route, said] of [
      [{ ends_without_done: true }, '/v1/chat/completions', '[DONE]'],
      [{ ends_without_done: true }, '/v1/messages', 'message_stop'],
      [{}, '/v1/chat/completions', 'upstream_failed'],
    ] as const) {
      await configure(traits);
      const answer = await ask(route, 'quirks/own', { stream: true });
      expect(answer.text).toContain('Hi');
      expect(answer.text).toContain(said);
    }
    scene.upstream.answer = quirky;
  });

  it('on roles, choices, strict schemas and reasoning is heard', async () => {
    await configure({
      ...{
        system_role: 'user',
        tool_choice: ['auto', 'required'],
        strict_schema: false,
        reasoning: 'budget',
        reasoning_field: 'reasoning',
      },
    });
    const tools = ['weather', 'time'].map((name) => ({ type: 'function', function: { name, strict: true, parameters: TOOL } }));
    const answer = await ask('/v1/chat/completions', 'quirks/own', {
      tools,
      tool_choice: { type: 'function', function: { name: 'time' } },
    });
    expect(answer.status).toBe(200);
    expect(droppedBy(answer)).toEqual(['tools.strict']);
    expect(sent()).toMatchObject({
      messages: [
        { role: 'user', content: 'Be brief' },
        { role: 'user' },
        { role: 'assistant', reasoning: 'They greet.' },
        { role: 'user' },
      ],
      tools: [{ type: 'function', function: { name: 'time', parameters: TOOL } }],
      tool_choice: 'required',
      thinking: { type: 'enabled', budget_tokens: 2_000 },
    });
    expect(sent()).not.toHaveProperty('reasoning_effort');
  });

  it.each([
    [{ limit_field: 'max' }, 'traits.limit_field'],
    [{ refused_fields: ['top p'] }, 'traits.refused_fields[0]'],
    [{ refused_fields: [7] }, 'traits.refused_fields'],
    [{ refused_fields: ['model'] }, 'traits.refused_fields[0]'],
    [{ exclusive_fields: [['temperature']] }, 'traits.exclusive_fields[0]'],
    [{ exclusive_fields: [['temperature', 5]] }, 'traits.exclusive_fields[0][1]'],
    [{ reasoning: 'much' }, 'traits.reasoning'],
    [{ tool_choice: ['any'] }, 'traits.tool_choice'],
    [{ strict_schema: 'no' }, 'traits.strict_schema'],
    [{ system_role: 'god' }, 'traits.system_role'],
    [{ future: 1 }, 'traits.future'],
  ])('is refused by its field where it makes no sense: %j', async (traits, field) => {
    const put = (path: string, body: object) =>
      call({ method: 'PUT', url: scene.installation.url + path, headers: { authorization: `Bearer ${ADMIN_TOKEN}` }, body });
    const facts = { protocol: 'openai', base_url: scene.upstream.baseUrl, api_key: 'sk-upstream' };
    const provider = await put('/admin/providers/odd', { ...facts, traits });
    expect([provider.status, provider.json<{ field: string }>().field]).toEqual([400, field]);
  });
});

import fc from 'fast-check';
import { readChatRequest } from '../chat/request.js';
import type { ReadRequest, WireApi } from '../common/wire-request.js';
import { upstreamText } from '../testing/translations.js';
import { clientsName, fitting, withEdits } from './fitted.js';
import { USUAL_TRAITS, type TargetTraits } from './target-traits.js';

/** A body as the model takes it, and what it is not told; a refusal's field where there is one. */
function fitted(body: object, traits: Partial<TargetTraits>, api: WireApi = 'chat', outputLimit = 4_000): unknown {
  const found = fitting({ api, body: body as Record<string, unknown>, outputLimit }, { ...USUAL_TRAITS, limitField: 'none', ...traits });
  if (found.kind === 'refusal') return found.param;
  return { body: withEdits(body as Record<string, unknown>, found.edits), dropped: found.dropped };
}

describe('the output limit', () => {
  it.each([
    ['chat', undefined, {}, { max_completion_tokens: 9 }],
    ['chat', undefined, { max_completion_tokens: 12 }, { max_completion_tokens: 9 }],
    ['chat', undefined, { max_tokens: 10, max_completion_tokens: 12 }, { max_tokens: 9, max_completion_tokens: 9 }],
    ['chat', 'max_completion_tokens', { max_tokens: 9 }, { max_completion_tokens: 9 }],
    ['chat', 'max_tokens', { max_completion_tokens: null }, { max_tokens: 9 }],
    ['chat', 'max_output_tokens', { max_tokens: 9 }, { max_output_tokens: 9 }],
    ['chat', 'none', { max_tokens: 9 }, {}],
    ['completions', 'max_completion_tokens', {}, { max_tokens: 9 }],
    ['messages', 'max_completion_tokens', { max_tokens: 12 }, { max_tokens: 9 }],
    ['responses', 'max_tokens', {}, { max_output_tokens: 9 }],
    ['responses', 'none', { max_output_tokens: 9 }, {}],
    ['embeddings', 'max_tokens', {}, {}],
  ] as const)('of %s by %s: %j becomes %j', (api, limitField, body, expected) =>
    expect(fitted(body, { limitField }, api, 9)).toMatchObject({ body: expected }),
  );
});

describe('members that a model refuses', () => {
  it('are left out and named, but for those that ask for nothing, and for the usage that is told all the same', () =>
    expect(
      fitted(
        { temperature: 0.5, top_p: 1, seed: null, stream_options: {}, keep: 1 },
        {
          refusedFields: ['temperature', 'top_p', 'seed', 'stream_options', 'absent'],
        },
      ),
    ).toEqual({ body: { keep: 1 }, dropped: ['temperature'] }));

  it('refuse the request where the answer would be another without them', () => {
    expect(fitted({ n: 2 }, { refusedFields: ['n'] })).toBe('n');
    expect(fitted({ n: 1 }, { refusedFields: ['n'] })).toEqual({ body: {}, dropped: [] });
  });

  it.each([
    [{ temperature: 0.5, top_p: 0.9 }, { temperature: 0.5 }, ['top_p']],
    [{ temperature: 1, top_p: 0.9 }, { top_p: 0.9 }, []],
    [{ temperature: 0.5, top_p: 1 }, { temperature: 0.5 }, []],
    [{ temperature: 1, top_p: 1 }, { temperature: 1 }, []],
    [{ top_p: 0.9 }, { top_p: 0.9 }, []],
  ])('exclude each other: of %j goes on %j', (body, expected, dropped) =>
    expect(fitted(body, { exclusiveFields: [['temperature', 'top_p']] })).toEqual({ body: expected, dropped }),
  );
});

describe('how much to reason', () => {
  it.each([
    ['chat', 'none', { reasoning_effort: 'high' }, {}, ['reasoning_effort']],
    ['chat', 'none', { reasoning_effort: 'none' }, {}, []],
    ['chat', 'budget', { reasoning_effort: 'low' }, { thinking: { type: 'enabled', budget_tokens: 2_000 } }, []],
    ['chat', 'budget', { reasoning_effort: 'none' }, { thinking: { type: 'disabled' } }, []],
    ['chat', 'budget', { reasoning_effort: 'odd' }, {}, ['reasoning_effort']],
    ['responses', 'none', { reasoning: { effort: 'high', summary: 'auto' } }, {}, ['reasoning.effort', 'reasoning.summary']],
    ['messages', 'none', { thinking: { type: 'enabled', budget_tokens: 2_000 } }, {}, ['thinking']],
    ['messages', 'none', { thinking: { type: 'disabled' } }, {}, []],
    [
      'messages',
      'budget',
      { thinking: { type: 'adaptive' }, output_config: { effort: 'medium', format: 1 } },
      { thinking: { type: 'enabled', budget_tokens: 2_000 }, output_config: { format: 1 } },
      [],
    ],
    ['messages', 'budget', { output_config: { effort: 'medium' } }, {}, ['output_config.effort']],
    [
      'messages',
      'budget',
      { thinking: { type: 'enabled', budget_tokens: 1_500 } },
      { thinking: { type: 'enabled', budget_tokens: 1_500 } },
      [],
    ],
  ] as const)('of %s by %s: %j becomes %j', (api, reasoning, body, expected, dropped) =>
    expect(fitted(body, { reasoning }, api)).toEqual({ body: expected, dropped }),
  );

  it('has no budget where the limit has no room for one, nor within a loop of calls that began without', () => {
    expect(fitted({ reasoning_effort: 'high' }, { reasoning: 'budget' }, 'chat', 2_000)).toEqual({
      body: {},
      dropped: ['reasoning_effort'],
    });
    const calls = (...types: readonly string[]) => [
      { role: 'assistant', content: types.map((type) => ({ type })) },
      { role: 'user', content: [{ type: 'tool_result' }] },
    ];
    const dropped = (messages: unknown) =>
      (fitted({ thinking: { type: 'adaptive' }, messages }, { reasoning: 'budget' }, 'messages') as { dropped: string[] }).dropped;
    expect(dropped(calls('tool_use'))).toEqual(['thinking']);
    expect(dropped(calls('thinking', 'tool_use'))).toEqual([]);
  });
});

describe('messages and tools of Chat Completions', () => {
  it('have instructions in the role that the model knows', () =>
    expect(fitted({ messages: [{ role: 'developer', content: 'x' }, { role: 'user' }] }, { systemRole: 'system' })).toMatchObject({
      body: { messages: [{ role: 'system', content: 'x' }, { role: 'user' }] },
    }));

  it.each([
    ['reasoning', { reasoning: 'x' }, []],
    ['reasoning_content', { reasoning_content: 'x' }, []],
    ['none', {}, ['messages.reasoning']],
  ] as const)('have the reasoning of earlier turns by: %s', (reasoningField, expected, dropped) => {
    const messages = [{ role: 'assistant', content: 'y', reasoning_content: 'x' }];
    expect(fitted({ messages }, { reasoningField })).toEqual({
      body: { messages: [{ role: 'assistant', content: 'y', ...expected }] },
      dropped,
    });
  });

  it('have no strict where the model knows none', () => {
    const body = {
      tools: [
        { type: 'function', function: { name: 'a', strict: true } },
        { type: 'function', function: { name: 'b' } },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'c', strict: false } },
    };
    const found = fitted(body, { strictSchema: false }) as { body: object; dropped: string[] };
    expect(JSON.stringify(found.body)).not.toContain('strict');
    expect(found.dropped).toEqual(['tools.strict']);
  });

  const tools = ['a', 'b'].map((name) => ({ type: 'function', function: { name } }));
  const named = { type: 'function', function: { name: 'b' } };
  it.each([
    [['auto', 'required'], named, { tools: [tools[1]], tool_choice: 'required' }, []],
    [['auto'], named, { tools }, ['tool_choice']],
    [['auto'], 'required', { tools }, ['tool_choice']],
    [['auto'], 'none', {}, []],
    [['none'], 'auto', { tools }, []],
    [['named'], named, { tools, tool_choice: named }, []],
  ] as const)('of the forms %j, %j becomes %j', (toolChoice, choice, expected, dropped) =>
    expect(fitted({ tools, tool_choice: choice }, { toolChoice })).toEqual({ body: expected, dropped }),
  );
});

describe('a body of the same route', () => {
  const read = (body: string): ReadRequest => {
    const request = readChatRequest(Buffer.from(body));
    if (request.kind === 'refusal') throw new Error(request.message);
    return request;
  };

  it('has every byte of what stays, and every number as it came', () => {
    const text =
      '{"seed":7, "model":"m","n" : 1,"future":1.0,"messages":[{"role":"developer","content":"x","big":9223372036854775807}],"max_tokens":3}';
    expect(upstreamText(read(text), { model: 'up', outputLimit: 3 }, { refusedFields: ['seed', 'n'], systemRole: 'system' })).toBe(
      '{"model":"up","future":1.0,"messages":[{"role":"system","content":"x","big":9223372036854775807}],"max_tokens":3}',
    );
  });

  it('is JSON whatever is taken away, and says the rest as it was said', () => {
    const names = fc.uniqueArray(fc.constantFrom('temperature', 'top_p', 'stop', 'seed', 'user', 'x"y', 'é'), { maxLength: 7 });
    fc.assert(
      fc.property(names, names, fc.boolean(), (given, refusedFields, isFirst) => {
        const members = Object.fromEntries(given.map((name, index) => [name, [index, { a: '}' }]]));
        const needed = { model: 'm', messages: [{ role: 'user', content: 'x' }] };
        const body = isFirst ? { ...members, ...needed } : { ...needed, ...members };
        const rest = Object.fromEntries(Object.entries(members).filter(([name]) => !(refusedFields as readonly string[]).includes(name)));
        const sent: unknown = JSON.parse(
          upstreamText(read(JSON.stringify(body, null, 1)), { model: 'up', outputLimit: 5 }, { refusedFields }),
        );
        expect(sent).toEqual({ ...needed, model: 'up', max_completion_tokens: 5, ...rest });
      }),
    );
  });
});

describe('the name of what a model is not told', () => {
  it.each([
    ['chat', 'chat', 'stop', 'stop'],
    ['messages', 'chat', 'stop', 'stop_sequences'],
    ['messages', 'chat', 'reasoning_effort', 'thinking'],
    ['responses', 'chat', 'reasoning_effort', 'reasoning.effort'],
    ['responses', 'messages', 'output_config.effort', 'reasoning.effort'],
    ['chat', 'messages', 'thinking', 'reasoning_effort'],
    ['chat', 'messages', 'temperature', 'temperature'],
  ] as const)('is the one that a client of %s knows', (api, upstream, field, name) =>
    expect(clientsName(api, upstream, field, {})).toBe(name),
  );
});

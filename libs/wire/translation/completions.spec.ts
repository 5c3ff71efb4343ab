import fc from 'fast-check';
import { relayOf, writeUpstreamRequest } from '../bridge.js';
import { readCompletionsRequest } from '../completions/request.js';
import { openaiOver } from '../testing/sdk.js';
import { messageBlock, messageEnd, messageStart, relayThrough } from '../testing/streams.js';
import { TARGET, WITHOUT_SAMPLING, refusedField, translated } from '../testing/translations.js';
import { completionsToChat } from './completions-to-chat/request.js';
import { completionsToMessages } from './completions-to-messages/request.js';

const asMessages = (body: object, target = {}) => translated(completionsToMessages, body, target);

describe('a completion asked of a provider of Messages', () => {
  it('is one turn of the user, alone or in a list', () => {
    for (const prompt of ['Once', ['Once']])
      expect(asMessages({ prompt, stream: true }).body).toEqual({
        model: 'up',
        max_tokens: 100,
        messages: [{ role: 'user', content: 'Once' }],
        stream: true,
      });
  });

  it('clamps the temperature, drops stops of white space, and passes no sampling to a model that takes none', () => {
    const body = { prompt: 'x', temperature: 1.5, top_p: 0.5, stop: ['\n', 'END'], user: 'ada' };
    expect(asMessages(body)).toMatchObject({
      body: { top_p: 0.5, stop_sequences: ['END'], metadata: { user_id: 'ada' } },
      dropped: ['stop'],
    });
    expect(asMessages(body, WITHOUT_SAMPLING).dropped).toEqual(['temperature', 'top_p', 'stop']);
  });

  it('drops by name what changes how it is sampled and nothing else', () => {
    const body = { prompt: 'x', presence_penalty: 1, frequency_penalty: 0, logit_bias: { 1: 2 }, seed: 1, future: true };
    expect(asMessages(body).dropped.toSorted()).toEqual(['future', 'logit_bias', 'presence_penalty', 'seed']);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ prompt: 'x', suffix: 'y' }, 'suffix'],
    [{ prompt: 'x', echo: true }, 'echo'],
    [{ prompt: 'x', logprobs: 0 }, 'logprobs'],
    [{ prompt: 'x', best_of: 2 }, 'best_of'],
    [{ prompt: 'x', n: 2 }, 'n'],
    [{ prompt: 'x', max_tokens: 0 }, 'max_tokens'],
    [{ prompt: [1, 2] }, 'prompt'],
    [{ prompt: [[1, 2]] }, 'prompt'],
    [{ prompt: ['x', 'y'] }, 'prompt'],
    [{ prompt: ' \n' }, 'prompt'],
    [{}, 'prompt'],
  ])('refuses %j by the name of the field, as one of Chat Completions too', (body, field) =>
    expect([completionsToMessages, completionsToChat].map((translate) => refusedField(translate, body))).toEqual([field, field]),
  );

  it.each([{ suffix: '' }, { echo: false }, { best_of: 1, n: 1 }, { logprobs: null }])('takes %j, which asks for nothing', (more) =>
    expect(asMessages({ prompt: 'x', ...more }).dropped).toEqual([]),
  );

  it('never gives Messages an empty turn, and says any prompt as it came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (prompt) => {
        const result = completionsToMessages({ prompt }, TARGET);
        if (prompt.trim() === '') expect(result).toMatchObject({ kind: 'refusal', param: 'prompt' });
        else expect(result).toMatchObject({ body: { messages: [{ role: 'user', content: prompt }] } });
      }),
    );
  });
});

describe('a completion asked of a provider that has Chat Completions only', () => {
  const asChat = (body: object, target = {}) => translated(completionsToChat, body, target);

  it('is one message of the user, with all that both routes have', () => {
    const shared = {
      stop: ['END'],
      frequency_penalty: 1,
      presence_penalty: -1,
      logit_bias: { '1': 2 },
      seed: 1,
      temperature: 1.5,
      top_p: 0.5,
    };
    expect(asChat({ prompt: ['Once'], stream: true, ...shared })).toMatchObject({
      body: {
        model: 'up',
        max_completion_tokens: 100,
        messages: [{ role: 'user', content: 'Once' }],
        stream: true,
        stream_options: { include_usage: true },
        ...shared,
      },
      dropped: [],
    });
  });

  it('drops by name what not every such provider takes', () => {
    expect(asChat({ prompt: 'x', user: 'ada', future: 1, top_p: 0.5 }, WITHOUT_SAMPLING).dropped).toEqual(['top_p', 'user', 'future']);
  });
});

describe('its stream', () => {
  const stream =
    messageStart() +
    messageBlock(0, { type: 'text', text: '' }, [
      { type: 'text_delta', text: 'Hel' },
      { type: 'text_delta', text: 'lo ü' },
    ]);

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['refusal', 'content_filter'],
  ] as const)('is read by the SDK, whatever ends it: %s is %s', async (reason, finish) => {
    const body = { stream_options: { include_usage: true } };
    const { all } = relayThrough(['completions', 'messages'], stream + messageEnd(reason), { body, chunkBytes: 7 });
    let text = '';
    const finishes: unknown[] = [];
    const usages: unknown[] = [];
    const answer = await openaiOver(all, 5).completions.create({ model: 'm', prompt: 'x', stream: true });
    for await (const chunk of answer) {
      expect(chunk).toMatchObject({ object: 'text_completion', id: 'cmpl-01', model: 'claude' });
      text += chunk.choices[0]?.text ?? '';
      if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
      if (chunk.usage) usages.push(chunk.usage);
    }
    expect([text, finishes]).toEqual(['Hello ü', [finish]]);
    expect(usages).toMatchObject([{ prompt_tokens: 10, completion_tokens: 7, total_tokens: 17 }]);
  });

  it('holds the finish, the usage and [DONE] until they are asked for', () => {
    const { sent, last } = relayThrough(['completions', 'messages'], stream + messageEnd('end_turn'));
    expect(sent).not.toMatch(/"finish_reason":"|\[DONE\]|"usage"/);
    expect(last).toMatch(/"finish_reason":"stop"[^]*\[DONE\]/);
  });
});

describe('a completion of which more are generated than answered', () => {
  const chunk = (index: number, finish: string | null) =>
    `data: ${JSON.stringify({ choices: [{ index, text: 'x', finish_reason: finish }] })}\n\n`;

  it.each([
    [{ best_of: 3 }, 1],
    [{ best_of: 3, n: 2 }, 2],
    [{ best_of: 3, n: 2, prompt: ['a', 'b'] }, 4],
  ])('%j is held from the chunk on that finishes the last one: choice %i', (more, answers) => {
    const request = readCompletionsRequest(Buffer.from(JSON.stringify({ model: 'm', prompt: 'a', stream: true, ...more })));
    if (request.kind === 'refusal') throw new Error(request.message);
    const relay = relayOf(request, 'completions', { createdAt: 0, request: request.body, estimatedInputTokens: 0 });
    for (let index = 0; index < answers; index += 1) {
      const sent = relay.push(Buffer.from(chunk(index, null) + chunk(index, 'stop')))?.toString() ?? '';
      expect(sent.includes('"finish_reason":"stop"')).toBe(index < answers - 1);
    }
    relay.push(Buffer.from('data: [DONE]\n\n'));
    expect(relay.end().last?.toString()).toBe(`${chunk(answers - 1, 'stop')}data: [DONE]\n\n`);
  });
});

describe('a request that names something kept at its provider', () => {
  it('is never translated, whatever the translation would make of it', () => {
    const request = readCompletionsRequest(Buffer.from('{"model":"m","prompt":"x"}'));
    if (request.kind === 'refusal') throw new Error(request.message);
    const references = [{ id: 'resp_1', field: 'previous_response_id', isWhole: false }];
    expect(writeUpstreamRequest({ ...request, references }, 'messages', TARGET)).toMatchObject({
      kind: 'refusal',
      param: 'previous_response_id',
    });
    expect(writeUpstreamRequest({ ...request, references }, 'completions', TARGET)).toMatchObject({ kind: 'upstream' });
  });
});

describe('a stream of the older Completions', () => {
  it('passes the same bytes however it was chunked, and without the usage that nobody asked for', () => {
    const frame = (text: string, finish: string | null) =>
      `data: ${JSON.stringify({ id: 'cmpl-1', object: 'text_completion', choices: [{ index: 0, text, logprobs: null, finish_reason: finish }] })}\n\n`;
    const usage = `data: ${JSON.stringify({ id: 'cmpl-1', choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } })}\n\n`;
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 90 }),
        (words, chunkBytes) => {
          const whole = words.map((each) => frame(each, null)).join('') + frame('', 'length');
          const { all, last, end } = relayThrough(['completions', 'completions'], `${whole}${usage}data: [DONE]\n\n`, { chunkBytes });
          expect(all).toBe(`${whole}data: [DONE]\n\n`);
          expect(last).toBe(`${frame('', 'length')}data: [DONE]\n\n`);
          expect([end.state, end.usage?.output, end.ending.isAtLimit, end.receivedText()]).toEqual(['done', 2, true, words.join('')]);
        },
      ),
    );
  });
});

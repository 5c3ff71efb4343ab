import fc from 'fast-check';
import type OpenAI from 'openai';
import { decodeToolId, encodeToolId } from '../common/tool-ids.js';
import { translated } from '../testing/translations.js';
import { chatToMessages } from './chat-to-messages/request.js';
import { messagesToChat } from './messages-to-chat/request.js';

type Message = OpenAI.ChatCompletionMessageParam;

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text.trim() !== '' && text.isWellFormed());
const url = fc.constantFrom('https://example.org/a.png', 'data:image/png;base64,AAAA', 'data:image/webp;base64,UklG');
const part: fc.Arbitrary<OpenAI.ChatCompletionContentPart> = fc.oneof(
  word.map((text) => ({ type: 'text' as const, text })),
  url.map((link) => ({ type: 'image_url' as const, image_url: { url: link } })),
  word.map((name) => ({ type: 'file' as const, file: { filename: name, file_data: 'data:application/pdf;base64,BBBB' } })),
);
const content = fc.oneof(
  word,
  fc.array(part, { minLength: 1, maxLength: 3 }).filter((parts) => parts.length > 1 || parts[0]!.type !== 'text'),
);
const json = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)), {
  maxKeys: 3,
});
const calls = fc.uniqueArray(fc.record({ id: word, name: fc.constantFrom('f', 'g'), json }), { selector: ({ id }) => id, maxLength: 3 });

/** A turn of the assistant with the results of its calls, and perhaps what the user says next. */
const exchange = fc
  .record({ text: fc.option(word), calls, results: fc.array(word, { minLength: 3, maxLength: 3 }), next: fc.option(content) })
  .map(({ text, calls: called, results, next }): Message[] => {
    const tool_calls = called.map(({ id, name, json: input }) => ({
      id,
      type: 'function' as const,
      function: { name, arguments: JSON.stringify(input) },
    }));
    const assistant = {
      role: 'assistant' as const,
      content: text ?? (called.length > 0 ? null : 'Well'),
      ...(called.length > 0 ? { tool_calls } : {}),
    };
    const answers = called.map(({ id }, index) => ({ role: 'tool' as const, tool_call_id: id, content: results[index]! }));
    const said = next ?? (called.length > 0 ? undefined : 'Go on');
    return [assistant, ...answers, ...(said === undefined ? [] : [{ role: 'user' as const, content: said }])];
  });

const parameters = fc.constantFrom(
  { type: 'object', properties: {}, required: [], additionalProperties: false },
  { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
);
const tools = fc
  .constantFrom('f', 'g')
  .chain((name) =>
    fc
      .record({ name: fc.constant(name), description: word, strict: fc.boolean(), parameters })
      .map((fn): OpenAI.ChatCompletionTool[] => [{ type: 'function', function: fn }]),
  );
const options = fc.record(
  {
    // Beside the other, a value at its default of 1 is not sent.
    temperature: fc.constantFrom(0, 0.3),
    top_p: fc.constantFrom(0.1, 0.9),
    stop: fc.array(word, { minLength: 1, maxLength: 4 }),
    reasoning_effort: fc.constantFrom('none', 'low', 'medium', 'high', 'xhigh', 'max'),
    response_format: parameters.map((schema) => ({ type: 'json_schema', json_schema: { name: 'output', schema, strict: true } })),
    tools,
  },
  { requiredKeys: [] },
);
/** A model that thinks takes no sampling. */
const thinks = ({ reasoning_effort: effort }: { reasoning_effort?: string }): boolean => effort !== undefined && effort !== 'none';
const choice = fc.constantFrom(undefined, 'auto', 'none', 'required');

const request = fc
  .record({
    system: fc.option(word),
    first: content,
    exchanges: fc.array(exchange, { maxLength: 4 }),
    options,
    choice,
    parallel: fc.boolean(),
  })
  .map(({ system, first, exchanges, options: given, choice: tool_choice, parallel }) => ({
    model: 'up',
    max_completion_tokens: 100,
    messages: [...(system === null ? [] : [{ role: 'system', content: system }]), { role: 'user', content: first }, ...exchanges.flat()],
    ...(thinks(given) && !(given.tools && tool_choice === 'required') ? { ...given, temperature: undefined, top_p: undefined } : given),
    ...(given.tools && tool_choice ? { tool_choice } : {}),
    ...(given.tools && !parallel && tool_choice && tool_choice !== 'none' ? { parallel_tool_calls: false } : {}),
  }));

describe('a chat request on its way to Messages and back', () => {
  it('is the same: turns, parts, calls, results, tools, choices, limits, stops, sampling, effort and schema', () => {
    fc.assert(
      fc.property(request, (chat) => {
        const there = translated(chatToMessages, chat);
        const back = translated(messagesToChat, there.body);
        expect(back.body).toEqual(chat);
        expect([there.dropped, back.dropped]).toEqual([[], []]);
      }),
      { numRuns: 300 },
    );
  });

  it('gives Messages turns that are never empty and never the same role twice', () => {
    fc.assert(
      fc.property(request, (chat) => {
        const messages = translated(chatToMessages, chat).body['messages'] as { role: string; content: unknown[] }[];
        for (const [index, { role, content: blocks }] of messages.entries()) {
          expect(blocks.length).toBeGreaterThan(0);
          expect(role).not.toBe(messages[index - 1]?.role);
        }
      }),
    );
  });
});

describe('ids of calls', () => {
  it('are written so that Messages takes them, and read again as they were', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('tk-', 'tk-a', 'tk-_2e', 'call_1', '')), (id) => {
        fc.pre(id.isWellFormed());
        expect(encodeToolId(id)).toMatch(/^[a-zA-Z0-9_-]+$/);
        expect(decodeToolId(encodeToolId(id))).toBe(id);
      }),
      { numRuns: 500 },
    );
  });

  it('stay what they are where they fit', () => expect(['toolu_01A', 'call-1'].map(encodeToolId)).toEqual(['toolu_01A', 'call-1']));
});

import fc from 'fast-check';
import { answerFromChat } from '../chat/answer.reader.js';
import { answerFromMessages } from '../messages/answer.reader.js';
import { answerToResponses } from '../responses/answer.writer.js';
import { translated } from '../testing/translations.js';
import { responsesToChat } from './responses-to-chat/request.js';
import { responsesToMessages } from './responses-to-messages/request.js';

const USAGE = { input: 1, cached_input: 0, cache_write: 0, output: 1, reasoning: 0 };
const CONTEXT = { createdAt: 1, request: {}, estimatedInputTokens: 1 };

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text.trim() !== '' && text.isWellFormed());
const json = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)), {
  maxKeys: 3,
});
const calls = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[a-z0-9]{4,8}$/), name: fc.constantFrom('f', 'g'), input: json }), {
  selector: ({ id }) => id,
  maxLength: 3,
});
const said = fc
  .record({ text: fc.option(word), thought: fc.option(word), calls })
  .filter(({ text, calls: called }) => text !== null || called.length > 0);

type Json = Record<string, unknown>;

/** The client sends back what it got, as agents do: the question, the items of the answer, the results of its calls. */
function nextRequest(output: unknown, called: readonly { id: string }[]): Json {
  const results = called.map(({ id }) => ({ type: 'function_call_output', call_id: id, output: `result of ${id}` }));
  return { model: 'm', input: [{ role: 'user', content: 'Go' }, ...(output as Json[]), ...results, { role: 'user', content: 'And?' }] };
}

describe('an answer that was told as a response and is sent back with the next request', () => {
  it('is what the assistant of Chat Completions had said', () => {
    fc.assert(
      fc.property(said, ({ text, thought, calls: called }) => {
        const tool_calls = called.map(({ id, name, input }) => ({
          id,
          type: 'function',
          function: { name, arguments: JSON.stringify(input) },
        }));
        const thinking = thought === null ? {} : { reasoning_content: thought };
        const message = { role: 'assistant', content: text, ...thinking, ...(tool_calls.length > 0 ? { tool_calls } : {}) };
        const chat = { id: 'chatcmpl-1', model: 'm', choices: [{ index: 0, message, finish_reason: 'stop' }] };
        const { output } = answerToResponses(answerFromChat(chat), USAGE, CONTEXT);
        expect(translated(responsesToChat, nextRequest(output, called)).body['messages']).toEqual([
          { role: 'user', content: 'Go' },
          message,
          ...called.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: `result of ${id}` })),
          { role: 'user', content: 'And?' },
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('is what the assistant of Messages had said, its thinking with its signature', () => {
    fc.assert(
      fc.property(said, ({ text, thought, calls: called }) => {
        const uses = called.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input }));
        const thinking = thought === null ? [] : [{ type: 'thinking', thinking: thought, signature: 's' }];
        const content = [...thinking, ...(text === null ? [] : [{ type: 'text', text }]), ...uses];
        const message = { id: 'msg_1', model: 'm', content, stop_reason: 'end_turn' };
        const { output } = answerToResponses(answerFromMessages(message), USAGE, CONTEXT);
        const results = called.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: `result of ${id}` }));
        expect(translated(responsesToMessages, nextRequest(output, called)).body['messages']).toEqual([
          { role: 'user', content: [{ type: 'text', text: 'Go' }] },
          { role: 'assistant', content },
          { role: 'user', content: [...results, { type: 'text', text: 'And?' }] },
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { writeUpstreamRequest } from '../bridge.js';
import { readChatRequest } from '../chat/request.js';
import type { WireRefusal } from '../common/refusal.js';
import type { ReadRequest } from '../common/wire-request.js';
import { readResponsesRequest } from '../responses/request.js';
import { TARGET } from '../testing/translations.js';

const id = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => text.isWellFormed()),
  fc.integer({ min: 1, max: 400 }).map((length) => ':'.repeat(length)),
  fc.constantFrom('call_1', 'tk-_3a', 'functions.get:0'),
);
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 5 });

/** Bytes of all that a model can be shown of a body: every text in it. */
function shownBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, each) => sum + shownBytes(each), 0) : 0;
}

function expectBounded(request: ReadRequest | WireRefusal): void {
  if (request.kind === 'refusal') throw new Error(request.message);
  const written = writeUpstreamRequest(request, 'messages', TARGET);
  if (written.kind === 'refusal') throw new Error(written.message);
  expect(shownBytes(JSON.parse(written.bytes.toString()))).toBeLessThanOrEqual(request.inputTokenBound);
}

describe('what a translation shows a model', () => {
  it('is never more than was held for, whatever the ids of calls are made of: from Chat Completions', () =>
    fc.assert(
      fc.property(ids, (called) => {
        const tool_calls = called.map((each) => ({ id: each, type: 'function', function: { name: 'f', arguments: '{}' } }));
        const results = called.map((each) => ({ role: 'tool', tool_call_id: each, content: 'x' }));
        const messages = [{ role: 'user', content: 'Go' }, { role: 'assistant', content: null, tool_calls }, ...results];
        expectBounded(readChatRequest(Buffer.from(JSON.stringify({ model: 'm', messages }))));
      }),
    ));

  it('and from Responses', () =>
    fc.assert(
      fc.property(ids, (called) => {
        const calls = called.map((call_id) => ({ type: 'function_call', call_id, name: 'f', arguments: '{}' }));
        const results = called.map((call_id) => ({ type: 'function_call_output', call_id, output: 'x' }));
        const input = [{ role: 'user', content: 'Go' }, ...calls, ...results];
        expectBounded(readResponsesRequest(Buffer.from(JSON.stringify({ model: 'm', input }))));
      }),
    ));
});

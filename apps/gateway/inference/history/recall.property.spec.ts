import { USUAL_TRAITS, writeUpstreamRequest, type JsonObject } from '#wire';
import fc from 'fast-check';
import { ADA, KeptResponsesFixture, read, textItem } from './testing/response-history.js';

const TARGET = { model: 'upstream', outputLimit: 9, traits: USUAL_TRAITS };

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text.trim() !== '' && text.isWellFormed());
const call = fc.record({
  type: fc.constant('function_call'),
  call_id: fc.stringMatching(/^call_[a-z0-9]{6}$/),
  name: fc.constantFrom('f', 'g'),
  arguments: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.oneof(word, fc.integer())).map((value) => JSON.stringify(value)),
});
const thought = word.map((text) => ({ type: 'reasoning', summary: [{ type: 'summary_text', text }] }));
const output = fc.array(fc.oneof(word.map(textItem), call, thought), { maxLength: 3 });
/** How a turn says what was before it: `from` picks the turn that it goes on from, `named` which of its items are references. */
const turn = fc.record({
  said: word,
  isText: fc.boolean(),
  output,
  way: fc.constantFrom('whole', 'references', 'previous', 'mixed'),
  from: fc.nat(),
  named: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});

const resultsOf = (items: readonly JsonObject[]) =>
  items.filter(({ type }) => type === 'function_call').map(({ call_id }) => ({ type: 'function_call_output', call_id, output: 'done' }));

interface Conversation {
  readonly id: string | null;
  readonly items: readonly JsonObject[];
  /** What it went on from. */
  readonly earlier: Conversation | undefined;
}

describe('a conversation of which a client names parts', () => {
  it('asks a provider for the same as one that is sent in full, whatever is named and in whichever way', async () => {
    const property = fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 8 }), async (turns) => {
      const fixture = new KeptResponsesFixture();
      const conversations: Conversation[] = [{ id: null, items: [], earlier: undefined }];
      for (const { said, isText, output: items, way, from, named } of turns) {
        const conversation = conversations[from % conversations.length]!;
        const { id: previous, items: before, earlier } = conversation;
        const own = [...resultsOf(before.slice(-3)), { role: 'user', content: said }];
        const isAnswer = ({ id }: JsonObject) => typeof id === 'string';
        const referred = before.map((item, index) =>
          isAnswer(item) && named[index % named.length] === true ? { type: 'item_reference', id: item['id'] } : item,
        );
        const sent: Readonly<Record<typeof way, JsonObject>> = {
          whole: { input: [...before, ...own] },
          references: { input: [...referred, ...own] },
          mixed: { input: [...referred.slice(earlier?.items.length), ...own], previous_response_id: earlier?.id ?? null },
          previous: { input: isText && own.length === 1 ? said : own, previous_response_id: previous },
        };
        const whole = read({ input: [...before, ...own] });
        const { request } = await fixture.recall(ADA, sent[way]);
        for (const upstream of ['chat', 'messages'] as const)
          expect(asked(writeUpstreamRequest(request, upstream, TARGET))).toEqual(asked(writeUpstreamRequest(whole, upstream, TARGET)));
        expect(request.body['input']).toEqual(way === 'previous' && previous === null ? sent.previous['input'] : whole.body['input']);
        const told = await fixture.turn(ADA, sent[way], items);
        conversations.push({ id: told.id, items: [...before, ...own, ...told.output], earlier: conversation });
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

function asked(written: ReturnType<typeof writeUpstreamRequest>) {
  expect(written.kind).toBe('upstream');
  return written.kind === 'upstream' ? [written.bytes.toString('utf8'), written.dropped] : written;
}

import fc from 'fast-check';
import { relayOf } from './bridge.js';
import type { WireApi } from './common/wire-request.js';
import { chatChunk, messageBlock, messageStart, messagesEvent, relayThrough, requestOf } from './testing/streams.js';

const textDelta = (text: string) => ({ type: 'text_delta', text });
const chat = (texts: readonly string[]) =>
  chatChunk({ role: 'assistant', content: '' }) + texts.map((content) => chatChunk({ content })).join('');
const messages = (texts: readonly string[]) => messageStart() + messageBlock(0, { type: 'text', text: '' }, texts.map(textDelta));
const responses = (texts: readonly string[]) =>
  texts.map((delta) => `data: ${JSON.stringify({ type: 'response.output_text.delta', sequence_number: 1, delta })}\n\n`).join('');

const STREAMS: readonly (readonly [WireApi, WireApi, (texts: readonly string[]) => string])[] = [
  ['chat', 'chat', chat],
  ['messages', 'messages', messages],
  ['responses', 'responses', responses],
  ['chat', 'messages', messages],
  ['messages', 'chat', chat],
  ['responses', 'chat', chat],
];

describe.each(STREAMS)('a stream of %s from %s', (api, upstream, streamOf) => {
  it('knows whether more text came than this many bytes, however often it is asked, and whatever stands around it', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 20 });
    fc.assert(
      fc.property(texts, fc.nat(800), (pieces, bytes) => {
        const { relay } = relayThrough([api, upstream], streamOf(pieces));
        const length = Buffer.byteLength(pieces.join(''));
        expect([relay.hasMoreTextThan(bytes), relay.hasMoreTextThan(bytes)]).toEqual([length > bytes, length > bytes]);
        expect([relay.hasMoreTextThan(length), length > 0 && relay.hasMoreTextThan(length - 1)]).toEqual([false, length > 0]);
      }),
    );
  });

  it('tells how much of an event has come that has not ended, and counts it with what it keeps', () => {
    const relay = relayOf(requestOf(api), upstream, { createdAt: 1, request: {}, estimatedInputTokens: 0 });
    relay.push(Buffer.from(`${streamOf(['Hello'])}data: ${'x'.repeat(10_000)}`));
    expect(relay.unfinishedBytes).toBe(10_006);
    expect(relay.keptBytes).toBeGreaterThan(10_006);
    relay.push(Buffer.from('\n\n'));
    expect(relay.unfinishedBytes).toBe(0);
  });
});

it('keeps what it holds behind the end of a stream', () => {
  const stop = messagesEvent({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } });
  const { relay } = relayThrough(
    ['messages', 'messages'],
    messages(['Hello']) + stop + messagesEvent({ type: 'ping', noise: 'x'.repeat(1_000) }),
  );
  expect(relay.keptBytes).toBeGreaterThan(1_000);
});

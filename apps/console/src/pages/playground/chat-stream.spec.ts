import fc from 'fast-check';
import { EventLines, pieceOf } from './chat-stream.js';

it('reads events however their text is cut', () => {
  const events = ['{"a":1}', '{"b":"é🙂"}', '[DONE]'];
  const text = events.map((data) => `data: ${data}\n\n`).join(': keep-alive\n\n');
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
      const lines = new EventLines();
      const at = [0, ...cuts, text.length].sort((a, b) => a - b);
      const told = at.slice(1).flatMap((end, index) => lines.take(text.slice(at[index], end)));
      expect(told).toEqual(events);
    }),
  );
});

it('takes text and errors, and nothing else', () => {
  expect(pieceOf('{"choices":[{"delta":{"content":"Hi"}}]}')).toEqual({ text: 'Hi' });
  expect(pieceOf('{"choices":[{"delta":{"role":"assistant"}}]}')).toBeUndefined();
  expect(pieceOf('{"choices":[],"usage":{}}')).toBeUndefined();
  expect(pieceOf('{"error":{"message":"gone"}}')).toEqual({ error: 'gone' });
  expect(pieceOf('[DONE]')).toBeUndefined();
});

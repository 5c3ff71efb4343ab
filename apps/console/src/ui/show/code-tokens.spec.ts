import fc from 'fast-check';
import { coloured } from './code-tokens.js';

describe('coloured code', () => {
  it('tells words, texts and remarks apart; a URL is no remark', () => {
    const found = coloured('curl https://a.example/v1 \\\n  -H "A: $KEY"\n# x-charge');
    expect(found.filter(({ kind }) => kind !== 'plain')).toEqual([
      { text: 'curl', kind: 'word' },
      { text: '"A: $KEY"', kind: 'text' },
      { text: '# x-charge', kind: 'note' },
    ]);
  });

  it('loses nothing, whatever the code', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', "'", '#', '/', ' ', '\n', 'curl', 'a', '\\', '🙂') }), (code) => {
        expect(
          coloured(code)
            .map(({ text }) => text)
            .join(''),
        ).toBe(code);
      }),
    );
  });
});

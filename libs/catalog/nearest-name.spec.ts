import fc from 'fast-check';
import { editDistance, nearestName } from './nearest-name.js';

const NAMES = ['anthropic/claude-haiku', 'openai/gpt-4.1', 'openai/gpt-4.1-mini', 'tokenok-fast'];

describe('the nearest name', () => {
  it.each([
    ['gpt-4.1-mini', 'openai/gpt-4.1-mini'],
    ['azure/gpt-4.1-mini', 'openai/gpt-4.1-mini'],
    ['openai/gpt-4.1-mni', 'openai/gpt-4.1-mini'],
    ['OpenAI/GPT-4.1', 'openai/gpt-4.1'],
    ['tokneok-fast', 'tokenok-fast'],
  ])('for %s is %s', (asked, name) => expect(nearestName(asked, NAMES)).toBe(name));
  it.each(['llama', '', 'x'.repeat(5_000)])('is none when nothing is near', (asked) => expect(nearestName(asked, NAMES)).toBeUndefined());
});

describe('the edit distance', () => {
  it('counts a swap of neighbours once', () => expect(editDistance('abcd', 'abdc', 9)).toBe(1));
  it('is zero for equal texts alone, symmetric, and stops at its limit', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), fc.integer({ min: 1, max: 12 }), (one, other, limit) => {
        const exact = editDistance(one, other, 99);
        expect(exact === 0).toBe(one === other);
        expect(editDistance(other, one, 99)).toBe(exact);
        expect(Math.min(editDistance(one, other, limit), limit)).toBe(Math.min(exact, limit));
      }),
    ));
});

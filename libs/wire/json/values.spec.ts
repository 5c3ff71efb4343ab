import { MOST_VALUES, hasTooManyValues } from './values.js';

const hasMore = (json: string, most: number): boolean => hasTooManyValues(Buffer.from(json), most);

describe('what a body holds', () => {
  it('is counted before it is parsed: objects, arrays and members', () => {
    const json = '{"a":[{},[],{"b":1}],"c":"d"}';
    expect([hasMore(json, 7), hasMore(json, 8)]).toEqual([true, false]);
  });

  it('is no bracket or colon in a text, however that ends', () => {
    const json = JSON.stringify({ a: '{[:', b: '\\', c: '"{"', d: 'é{' });
    expect([hasMore(json, 4), hasMore(json, 5)]).toEqual([true, false]);
    expect(hasMore('["[[[[[[', 1)).toBe(false);
  });

  it('has room for 28 MiB of the shortest messages, and none for as many bytes of nothing', () => {
    const messages = '{"role":"user","content":"a"},'.repeat(975_000);
    expect(hasTooManyValues(Buffer.from(`{"messages":[${messages}{}]}`))).toBe(false);
    expect(hasTooManyValues(Buffer.from(`[${'[],'.repeat(MOST_VALUES)}1]`))).toBe(true);
  });
});

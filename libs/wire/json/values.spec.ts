import { MOST_VALUES, hasTooManyValues, isHeavy, isHeavyEvent } from './values.js';

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

  it('is heavy by its bytes, or by what stands in them: an event of text alone later than a body', () => {
    const text = (bytes: number) => Buffer.from(JSON.stringify('x'.repeat(bytes)));
    const values = (count: number, pad = 300_000) => Buffer.from(`[${'[],'.repeat(count - 2)}[],"${'x'.repeat(pad)}"]`);
    expect([text(1_000_000), text(1_100_000), values(20_000), values(20_001)].map(isHeavy)).toEqual([false, true, false, true]);
    expect([values(50_000, 0), values(80_000, 100)].map(isHeavy)).toEqual([false, false]);
    expect([text(4_100_000), text(4_300_000), values(20_000), values(20_001)].map(isHeavyEvent)).toEqual([false, true, false, true]);
  });
});

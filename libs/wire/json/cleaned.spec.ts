import { cleanJson } from './cleaned.js';

const clean = (json: string): string => cleanJson(Buffer.from(json), (text) => text.replaceAll('secret', '*')).toString();

describe('texts in JSON, cleaned', () => {
  it.each([
    ['at any depth, names included', '{"a":["secret",{"my secret":1}]}', '{"a":["*",{"my *":1}]}'],
    ['in any spelling', '{"a":"\\u0073ecret"}', '{"a":"*"}'],
    ['beside numbers that no double holds', '{"a":"secret","n":9007199254740993}', '{"a":"*","n":9007199254740993}'],
  ])('%s', (_where, json, expected) => expect(clean(json)).toBe(expected));

  it('leaves every byte where there is nothing to clean, and what is no JSON', () => {
    const untouched = Buffer.from(' {"a" : 1.0}\n');
    expect(cleanJson(untouched, (text) => text)).toBe(untouched);
    expect(clean('secret')).toBe('secret');
  });
});

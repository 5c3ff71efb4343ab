import { cleanJson } from './cleaned.js';

const clean = (json: string): string => cleanJson(json, (text) => text.replaceAll('secret', '*'));

describe('texts in JSON, cleaned', () => {
  it.each([
    ['at any depth, names included', '{"a":["secret",{"my secret":1}]}', '{"a":["*",{"my *":1}]}'],
    ['in any spelling', '{"a":"\\u0073ecret"}', '{"a":"*"}'],
    ['in a member that comes twice', '{"a":"secret","a":"b"}', '{"a":"*","a":"b"}'],
    ['behind a quote that is escaped', '{"a":"\\"secret\\\\","b":"secret"}', '{"a":"\\"*\\\\","b":"*"}'],
    ['beside numbers that no double holds', '{"a":"secret","n":9007199254740993}', '{"a":"*","n":9007199254740993}'],
    ['and nothing around them', ' {"a" : 1.0, "b":"\\u0061", "c":"secret"}\n', ' {"a" : 1.0, "b":"\\u0061", "c":"*"}\n'],
  ])('%s', (_where, json, expected) => expect(clean(json)).toBe(expected));

  it('leaves what is no JSON', () => {
    for (const text of ['secret', '"secret', '"\\xsecret"']) expect(clean(text)).toBe(text);
  });
});

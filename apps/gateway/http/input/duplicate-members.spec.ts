import fc from 'fast-check';
import { duplicateMember, duplicateMembers } from './duplicate-members.js';

describe('a member that stands twice in its object', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1, "b":{}, "a" : 2}', 'a'],
    ['{"data":{"amount":"1","x":[{"y":1},{"y":1,"y":2}],"amount":"2"}}', 'data.x[1].y'],
    ['[1,"a",{"b":"]","b":0}]', '[2].b'],
    [String.raw`{"a":1,"\u0061":2}`, 'a'],
    [String.raw`{"a\\":1,"a\"b":2,"a\\":3}`, 'a\\'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"":1,"":2}', ''],
  ])('in %s is found at %j', (text, path) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(duplicateMember(text)).toBe(path);
  });

  it.each([
    '{}',
    '[]',
    '"a"',
    '1',
    '{"a":{"a":{"a":1}},"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"\\"a\\":1"}',
    '{"a":",\\"a\\":"}',
  ])('is not in %s', (text) => expect(duplicateMember(text)).toBeUndefined());

  it('is found, each of them', () => {
    expect([...duplicateMembers('{"a":1,"a":{"b":1,"b":2},"c":[],"c":3,"c":4}')]).toEqual(['a', 'a.b', 'c', 'c']);
  });

  it('is in no text that JSON.stringify makes, whatever its layout', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        expect(duplicateMember(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  it('is found wherever it is put', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), (value, name, before) => {
        const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
        const text = `[${JSON.stringify(before)},{${member}, ${member}}]`;
        expect(duplicateMember(text)).toBe(`[1].${name}`);
      }),
    );
  });
});

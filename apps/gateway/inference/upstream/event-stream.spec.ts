import { beginsAsEvents } from './event-stream.js';

describe('the beginning of a body', () => {
  it.each([
    ['data: {"a":1}', true],
    ['data:{"a":1}', true],
    ['event: x\ndata: {}', true],
    [': comment\n\n', true],
    ['\uFEFFdata: {}', true],
    ['\n\n  id: 4\n', true],
    ['retry: 3\n', true],
    ['{"data: ": 1}', false],
    ['[1]', false],
    ['\n\n\n{"choices":[]}', false],
    ['<html>', false],
    ['detail', false],
    ['data', undefined],
    ['', undefined],
    ['\n\n', undefined],
  ])('%j is one of an event stream: %j', (text, expected) => expect(beginsAsEvents(Buffer.from(text))).toBe(expected));
});

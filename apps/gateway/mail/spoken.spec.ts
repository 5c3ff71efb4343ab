import { spokenIn } from './spoken.js';

describe('the language that is wanted', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr-FR, de;q=0.9', 'en'],
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['fr, en;q=0.3, ja;q=0.7', 'ja'],
    ['zh-Hans-CN;q=0.0, ja', 'ja'],
    ['ZH-cn', 'zh'],
    ['*', 'en'],
  ])('by %s is %s', (header, language) => expect(spokenIn(header)).toBe(language));
});

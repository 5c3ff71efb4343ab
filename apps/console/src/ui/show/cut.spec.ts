import { cutMiddle } from './cut.js';

describe('an id that is too long', () => {
  it.each([
    ['req_1', 20, 'req_1'],
    ['account-cus_9-spkr-2026-11', 20, 'account…spkr-2026-11'],
    ['🙂🙂🙂🙂🙂', 3, '🙂…🙂'],
    ['abcdef', 1, 'a…f'],
  ])('%s within %d is %s', (text, most, cut) => expect(cutMiddle(text, most)).toBe(cut));
});

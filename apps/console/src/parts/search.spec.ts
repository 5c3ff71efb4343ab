import { parseSearch, stringifySearch } from './search.js';

describe('the filters in the address', () => {
  it('come back as they were written', () => {
    for (const search of [{ model: 'a/b:c%d' }, { status: ['failed', 'ok'] }, { key: '1e5' }, { q: '😀 & =' }, { id: '007' }])
      expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('leave out what is not set', () => {
    expect(stringifySearch({ model: '', key: undefined, status: [] })).toBe('');
  });
});

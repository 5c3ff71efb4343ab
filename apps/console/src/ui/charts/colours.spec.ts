import { assigned } from './colours.js';

describe('colours of a chart', () => {
  it('stay with their names while others come and go', () => {
    const first = assigned(new Map(), ['a', 'b', 'c']);
    expect([...first.values()]).toEqual([1, 2, 3]);
    const next = assigned(first, ['c', 'd', 'a']);
    expect(Object.fromEntries(next)).toEqual({ c: 3, a: 1, d: 2 });
  });

  it('are six: the seventh is one of the others', () => {
    expect(assigned(new Map(), ['a', 'b', 'c', 'd', 'e', 'f', 'g']).get('g')).toBe(0);
  });
});

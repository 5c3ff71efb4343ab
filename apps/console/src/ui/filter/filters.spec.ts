import fc from 'fast-check';
import { back, choose, fromSearch, OPERATORS, suggestions, toSearch } from './filters.js';
import type { Draft, FilterField } from './filters.js';

const FIELDS: readonly FilterField[] = [
  {
    id: 'status',
    label: 'status',
    values: [
      { value: 'failed', label: 'failed' },
      { value: 'succeeded', label: 'succeeded' },
    ],
  },
  { id: 'model', label: 'model', operators: ['is'] },
  { id: 'asked', label: 'model asked for' },
];
const nameOf = (operator: string) => operator;
const said = (draft: Draft) =>
  suggestions(draft, FIELDS, nameOf).map((each) =>
    each.kind === 'field' ? each.field.id : each.kind === 'operator' ? each.operator : each.value.value,
  );

describe('filters', () => {
  it('come back from the URL as they went in', () => {
    const filter = fc.record({
      field: fc.constantFrom('status', 'model', 'asked'),
      operator: fc.constantFrom(...OPERATORS),
      value: fc.oneof(fc.string(), fc.constantFrom('is:x', 'not:not:y', 'a/b:c%é🙂', '')),
    });
    fc.assert(
      fc.property(fc.array(filter), (filters) => {
        const byField = FIELDS.flatMap(({ id }) => filters.filter(({ field }) => field === id));
        expect(fromSearch(toSearch(filters), FIELDS)).toEqual(byField);
      }),
    );
  });

  it('leave alone what is not theirs', () => {
    expect(fromSearch({ cursor: 'x', status: [{}, 'failed'], model: 7 }, FIELDS)).toEqual([
      { field: 'status', operator: 'is', value: 'failed' },
      { field: 'model', operator: 'is', value: '7' },
    ]);
  });

  it('are written as field, operator, value; one operator is not asked for', () => {
    expect(said({ typed: 'mod' })).toEqual(['model', 'asked']);
    const status = choose({ typed: 'st' }, { kind: 'field', field: FIELDS[0] as FilterField }).draft;
    expect(said(status)).toEqual(['is', 'not']);
    const not = choose(status, { kind: 'operator', operator: 'not' }).draft;
    expect(said({ ...not, typed: 'suc' })).toEqual(['succeeded']);
    const made = choose(not, { kind: 'value', value: { value: 'failed', label: 'failed' } });
    expect(made).toEqual({ draft: { typed: '' }, made: { field: 'status', operator: 'not', value: 'failed' } });
    expect(choose({ typed: '' }, { kind: 'field', field: FIELDS[1] as FilterField }).draft.operator).toBe('is');
  });

  it('without known values take what is typed', () => {
    expect(said({ field: FIELDS[1], operator: 'is', typed: ' gpt ' })).toEqual(['gpt']);
    expect(said({ field: FIELDS[1], operator: 'is', typed: ' ' })).toEqual([]);
  });

  it('open again with Backspace, step by step', () => {
    const filters = [{ field: 'status', operator: 'not', value: 'failed' }] as const;
    const opened = back({ typed: '' }, filters, FIELDS);
    expect(opened).toEqual({ draft: { field: FIELDS[0], operator: 'not', typed: 'failed' }, filters: [] });
    expect(back({ field: FIELDS[0], operator: 'not', typed: '' }, [], FIELDS).draft).toEqual({
      field: FIELDS[0],
      typed: '',
    });
    expect(back({ field: FIELDS[0], typed: '' }, [], FIELDS).draft).toEqual({ typed: '' });
    expect(back({ typed: '' }, [], FIELDS)).toEqual({ draft: { typed: '' }, filters: [] });
  });
});

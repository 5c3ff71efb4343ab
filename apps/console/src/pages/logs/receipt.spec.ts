import { factorsOf, postingsOf } from './receipt.js';

it('says each factor of the formula', () => {
  const price = [
    { component: 'input', per_million: '0.40' },
    { component: 'output', per_million: '1.60' },
  ];
  const formula = '(20 input × 0.40 + 10 output × 1.60) / 1000000, rounded once to 9 decimals, half to even = 0.000024';
  const rating = { price_version: 'm@1', price, formula, markup_ppm: 0, rounding: 'half_even', rated: '0.000024' };
  expect(factorsOf(rating).map(({ component, tokens }) => [component, tokens])).toEqual([
    ['input', '20'],
    ['output', '10'],
  ]);
});

it('puts debits beside credits, as texts', () => {
  const entry = { USD: [['2010:acc_1', '0.5'] as const, ['4000', '-0.2'] as const, ['2000:acc_1', '-0.3'] as const] };
  expect(postingsOf(entry, 'USD')).toEqual([
    { code: '2010', debit: '0.5', credit: null },
    { code: '4000', debit: null, credit: '0.2' },
    { code: '2000', debit: null, credit: '0.3' },
  ]);
  expect(postingsOf(entry, 'EUR')).toEqual([]);
});

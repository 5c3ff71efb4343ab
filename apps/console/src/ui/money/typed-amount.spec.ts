import { forPixels, typedAmount } from './typed-amount.js';

describe('a typed amount', () => {
  it.each([
    ['7.50', { amount: '7.50' }],
    [' 1 250.5 ', { amount: '1250.5' }],
    ['007', { amount: '7' }],
    ['.5', { amount: '0.5' }],
    ['7.', { amount: '7' }],
    ['', { reason: 'empty' }],
    ['7,50', { reason: 'comma', write: '7.50' }],
    ['-3', { reason: 'sign' }],
    ['1.0000000001', { reason: 'decimals', most: 9 }],
    ['1234567890', { reason: 'digits' }],
    ['1,234.50', { reason: 'not_a_number' }],
    ['1e3', { reason: 'not_a_number' }],
    ['.', { reason: 'not_a_number' }],
    ['ten', { reason: 'not_a_number' }],
  ])('%j is %j', (typed, read) => {
    expect(typedAmount(typed)).toEqual(read);
  });

  it('has no height where there is no amount', () => {
    expect([forPixels(null), forPixels(undefined), forPixels('x'), forPixels('2.5')]).toEqual([0, 0, 0, 2.5]);
  });
});

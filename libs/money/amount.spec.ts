import fc from 'fast-check';
import { formatAmount, parseAmount, parseInputAmount } from './amount.js';
import { Money } from './money.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const nanos = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const holds = <Sample>(property: fc.IProperty<Sample>) => fc.assert(property, { seed: SEED, numRuns: 500 });

afterAll(() => void process.stdout.write(`amounts: SEED=${SEED}\n`));

describe('writing an amount', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.000000001'],
    [10n, '0.00000001'],
    [4_500n, '0.0000045'],
    [10_000_000n, '0.01'],
    [100_000_000n, '0.10'],
    [1_000_000_000n, '1.00'],
    [5_250_000_000n, '5.25'],
    [1_234_567_890_123_456_789n, '1234567890.123456789'],
    [-500_000_000n, '-0.50'],
    [-1n, '-0.000000001'],
  ])('%p nanos are %s', (amount, text) => expect(formatAmount(amount)).toBe(text));
  it('is undone by reading it', () => holds(fc.property(nanos, (amount) => parseAmount(formatAmount(amount)) === amount)));
  it('has one form: two decimals at least, and no zeros beyond them', () =>
    holds(
      fc.property(
        nanos,
        (amount) => /^-?(0|[1-9]\d*)\.\d\d(\d*[1-9])?$/.test(formatAmount(amount)) && !/^-0\.0+$/.test(formatAmount(amount)),
      ),
    ));
  it('gives the same text whatever form was read', () =>
    expect(['4.5', '4.50', '4.500000000', '004.5'].map((text) => formatAmount(parseAmount(text)))).toEqual([
      '4.50',
      '4.50',
      '4.50',
      '4.50',
    ]));
});

describe('reading an amount from outside', () => {
  it.each([
    ['0', 0n],
    ['5', 5_000_000_000n],
    ['5.00', 5_000_000_000n],
    ['0.000004500', 4_500n],
    ['0.0000045', 4_500n],
    ['999999999.999999999', 999_999_999_999_999_999n],
  ])('takes %p', (text, amount) => expect(parseInputAmount(text)).toBe(amount));
  it.each([
    5,
    5.5,
    5n,
    null,
    undefined,
    true,
    ['5'],
    { amount: '5' }, // only texts
    '',
    ' 5',
    '5 ',
    '5\n',
    '+5',
    '-5',
    '-0', // no signs, no spaces
    '5e0',
    '1e-9',
    '0x5',
    'NaN',
    'Infinity',
    '1_000',
    '1,000', // no other notations
    '.5',
    '5.',
    '5.0.0',
    '0.0000000001',
    '1000000000', // digits on both sides, nine at most
    '٥',
    '５', // no other digits
  ])('refuses %p', (input) => expect(parseInputAmount(input)).toBeUndefined());
});

describe('reading a recorded amount', () => {
  it.each(['', '1e3', '+1.00', '1.0000000000', '--1', '1.', '.5', ' 1.00', '1.00\n', 'abc'])('takes %p for damage', (text) =>
    expect(() => parseAmount(text)).toThrow(RangeError),
  );
  it('takes a sign and any size', () => expect(parseAmount('-12345678901234567890.5')).toBe(-12345678901234567890_500000000n));
});

describe('money', () => {
  const usd = (text: string) => Money.recorded('USD', text);
  it('adds and subtracts exactly', () =>
    holds(fc.property(nanos, nanos, (a, b) => Money.of('USD', a).plus(Money.of('USD', b)).minus(Money.of('USD', b)).nanos === a)));
  it('never mixes currencies', () => {
    const eur = Money.of('EUR', 1n);
    for (const mix of [
      () => usd('1.00').plus(eur),
      () => usd('1.00').minus(eur),
      () => usd('1.00').lessThan(eur),
      () => usd('1.00').min(eur),
    ]) {
      expect(mix).toThrow('Cannot combine USD with EUR');
    }
  });
  it('writes itself as a decimal text, in JSON too', () => expect(JSON.stringify({ amount: usd('5') })).toBe('{"amount":"5.00"}'));
  it('knows its sign', () => {
    expect([usd('1'), usd('0'), usd('-1')].map((each) => [each.isPositive, each.isZero, each.isNegative])).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
    expect(usd('1').negated().toString()).toBe('-1.00');
    expect(usd('1').min(usd('2')).toString()).toBe('1.00');
  });
  it('reads input with the same rules', () =>
    expect([Money.input('USD', '5')?.nanos, Money.input('USD', 5)]).toEqual([5_000_000_000n, undefined]));
});

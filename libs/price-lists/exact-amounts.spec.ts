import { parseAmount } from '#money';
import fc from 'fast-check';
import { PER_MILLION, PER_TOKEN, exactAmount, exactCount } from './exact-amounts.js';
import { parseListJson } from './list-json.js';

describe('an amount of a list', () => {
  it.each([
    ['1.5e-07', '0.15'],
    ['2e-06', '2.00'],
    ['0.000002', '2.00'],
    ['1.25E-6', '1.25'],
    ['2.8e-9', '0.0028'],
    ['1e-15', '0.000000001'],
    ['999.999999999999999', '999999999.999999999'],
    ['0', '0.00'],
    ['0.0', '0.00'],
    ['1.50000000000000000000e-07', '0.15'],
    ['0e99', '0.00'],
  ])('%s per token is %s per million', (text, perMillion) => expect(exactAmount(text, PER_TOKEN)).toBe(perMillion));

  it.each(['1e-16', '9.999990000000002e-06', '1000', '-1e-06', '', '.5', '1.', '0x10', 'NaN', '1e-999999999', '1e999999999', ' 1'])(
    '%p per token is none in nine decimals, and is not rounded to one',
    (text) => expect(exactAmount(text, PER_TOKEN)).toBeUndefined(),
  );

  it('per million is the amount per token with its point six places on, however it is written', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), fc.integer({ min: 0, max: 25 }), fc.boolean(), (nanos, places, plain) => {
        // nanos per million are 10^-15 per token
        const digits = nanos.toString().padStart(places + 1, '0');
        const mantissa = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
        const text = plain ? decimal(nanos, 15) : `${mantissa}e${places - 15}`;
        fc.pre(text.length <= 50 && mantissa.length <= 30);
        expect(parseAmount(exactAmount(text, PER_TOKEN) ?? 'none')).toBe(nanos);
      }),
    ));

  it('keeps every digit of a number that a float would lose', () => {
    const [text] = parseListJson('[0.123456789012345678e-3]') as readonly string[];
    expect(text).toBe('0.123456789012345678e-3');
    expect(exactAmount('123456789.123456789', PER_MILLION)).toBe('123456789.123456789');
    expect(String(Number('123456789.123456789'))).not.toBe('123456789.123456789');
  });

  it('read from the shortest text of a double is the decimal of up to 15 digits that the double came from', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), fc.integer({ min: 0, max: 9 }), (digits, places) => {
        const literal = decimal(BigInt(digits), places);
        expect(exactAmount(String(Number(literal)), PER_MILLION)).toBe(exactAmount(literal, PER_MILLION));
      }),
    ));
});

describe('a count of a list', () => {
  it.each([
    ['200000', 200_000],
    ['2e5', 200_000],
    ['8192.0', 8_192],
  ])('%s is %i', (text, count) => expect(exactCount(text)).toBe(count));
  it.each(['0', '1.5', '-1', 'many', '1e30', true, undefined, null])('%p is none', (value) => expect(exactCount(value)).toBeUndefined());
});

function decimal(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

import fc from 'fast-check';
import { figure } from './figure.js';
import type { FigureOptions, Run } from './figure.js';

const MARKS = { none: '', mark: ',', thin: ' ' } as const;

function drawn(text: string, currency: string, options: FigureOptions = {}): string {
  const found = figure(text, currency, options);
  if (!found) throw new Error(`no figure of ${text}`);
  const sign = { minus: '\u2212', plus: '+', none: '' }[found.sign];
  const runs = found.runs.filter(({ kind }) => kind !== 'silent');
  return (
    sign +
    runs
      .map(
        (run) =>
          MARKS[run.gap] + (run.kind === 'space' || run.kind === 'blank' ? run.text.replace(/\d/g, '_').replace('.', '~') : run.text),
      )
      .join('')
  );
}

function copied(text: string, currency: string, options: FigureOptions = {}): string {
  const found = figure(text, currency, options);
  const own = (found?.runs ?? []).filter(({ kind }) => kind === 'own' || kind === 'silent' || kind === 'blank').map((run) => run.text);
  return (found?.sign === 'minus' ? '-' : '') + own.join('');
}

/** One letter for each drawn character: S strong, r rest, f faint. */
function tones(text: string, currency: string, options: FigureOptions = {}): string {
  const letter = { strong: 'S', rest: 'r', faint: 'f' } as const;
  const runs: readonly Run[] = figure(text, currency, options)?.runs ?? [];
  return runs
    .filter(({ kind }) => kind === 'own' || kind === 'pad')
    .map((run) => letter[run.tone].repeat(run.text.length))
    .join('');
}

describe('an amount for people', () => {
  it.each([
    ['412.38401725', 'USD', {}, '412.384 017 25', 'SSSSSSrrrrrr'],
    ['412.38401725', 'USD', { decimals: 9 }, '412.384 017 250', 'SSSSSSrrrrrrf'],
    ['0.0024336', 'USD', { decimals: 9 }, '0.002 433 600', 'ffffSSSSSff'],
    ['0.000000001', 'USD', {}, '0.000 000 001', 'ffffffffffS'],
    ['-1.50', 'USD', { decimals: 9 }, '\u22121.500 000 000', 'SSSSfffffff'],
    ['250.00', 'USD', { isSigned: true }, '+250.00', 'SSSSSS'],
    ['0.00', 'USD', { decimals: 9, isSigned: true }, '0.00_ ___ ___', 'ffff'],
    ['0.00', 'USD', { decimals: 9, isProof: true }, '0.000 000 000', 'SSSSSSSSSSS'],
    ['48213.00', 'JPY', {}, '48,213', 'SSSSS'],
    ['48213.40726', 'JPY', {}, '48,213.407 26', 'SSSSSrrrrrr'],
    ['0.25', 'KRW', {}, '0.25', 'ffSS'],
    ['0.00', 'JPY', {}, '0', 'f'],
    ['1234567.5', 'KWD', {}, '1,234,567.500', 'SSSSSSSSSSS'],
    ['286.40488165', 'USD', { isSummary: true }, '286.40', 'SSSSSS'],
    ['0.0024336', 'USD', { isSummary: true }, '0.002 433 6', 'ffffSSSSS'],
  ] as const)('draws %s %s with %j as %s', (text, currency, options, looks, weights) => {
    expect(drawn(text, currency, options)).toBe(looks);
    expect(tones(text, currency, options)).toBe(weights);
    expect(copied(text, currency, options)).toBe(text);
  });

  it.each(['', '1e3', '1.', '.5', '+1', '1.0000000001', 'NaN', '1,5'])('shows %j as it came: it is no amount', (text) => {
    expect(figure(text, 'USD')).toBeUndefined();
  });

  it('copies the text and draws it exactly, whatever the amount, the currency and the column', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
        fc.constantFrom('USD', 'JPY', 'KWD', 'EUR', 'KRW'),
        fc.integer({ min: 0, max: 9 }),
        fc.boolean(),
        (nanos, currency, decimals, isPlain) => {
          const text = written(isPlain ? (nanos / 10n ** 7n) * 10n ** 7n : nanos);
          expect(copied(text, currency, { decimals })).toBe(text);
          expect(drawn(text, currency, { decimals }).replace(/_/g, '0').replace('~', '.')).toBe(oracle(text, currency, decimals));
          expect(strongDigits(text, currency, decimals)).toBe(oracleStrong(text, currency));
        },
      ),
    );
  });
});

const MINOR: Record<string, number> = { USD: 2, EUR: 2, JPY: 0, KRW: 0, KWD: 3 };

/** As the API writes nanos: at least two decimals and no zeros beyond them. */
function written(nanos: bigint): string {
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0');
  const part = digits.slice(-9).replace(/0{1,7}$/, '');
  return `${nanos < 0n ? '-' : ''}${digits.slice(0, -9)}.${part}`;
}

/** The same by plain string work: pad to nine, cut zeros to what the column asks, and group by regular expressions. */
function oracle(text: string, currency: string, decimals: number): string {
  const [whole = '', part = ''] = text.replace('-', '').split('.');
  const least = Math.max(MINOR[currency] ?? 2, decimals);
  let fraction = part.padEnd(9, '0');
  while (fraction.length > least && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const spaced = fraction.replace(/(\d{3})(?=\d)/g, '$1 ');
  return (text.startsWith('-') ? '\u2212' : '') + grouped + (fraction === '' ? '' : `.${spaced}`);
}

function strongDigits(text: string, currency: string, decimals: number): string {
  const runs = figure(text, currency, { decimals })?.runs ?? [];
  return runs
    .filter(({ tone }) => tone === 'strong')
    .map((run) => run.text)
    .join('')
    .replace('.', '');
}

function oracleStrong(text: string, currency: string): string {
  const minor = MINOR[currency] ?? 2;
  const [whole = '', part = ''] = text.replace('-', '').split('.');
  const upTo = whole + part.padEnd(9, '0').slice(0, minor);
  if (BigInt(upTo) > 0n) return upTo;
  return (whole + part).replace(/^0+/, '').replace(/0+$/, '');
}

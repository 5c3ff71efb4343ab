import fc from 'fast-check';
import { parseExactly } from './exact.js';

/** Numbers as texts spell them, those among them that a double cannot hold. */
const number = fc.oneof(
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.tuple(fc.integer(), fc.stringMatching(/^[0-9]{1,20}$/)).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.constantFrom('-0', '0.0', '1.0', '-0.0', '100.00', '0.0000001', '0.1', '1e21'),
  fc
    .tuple(fc.integer({ min: -99, max: 99 }), fc.nat(400), fc.constantFrom('e', 'E', 'e+', 'E-'))
    .map(([digits, power, e]) => `${digits}${e}${power}`),
);
/** JSON as a text, with white space anywhere; strings hold what numbers look like. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    number,
    fc.oneof(fc.string(), number).map((text) => JSON.stringify(text)),
    fc.array(tie('json'), { maxLength: 4 }).map((values) => `[ ${values.join(' ,\t')}]`),
    fc
      // A name that is a whole number changes its place, as it does with every parser here.
      .uniqueArray(
        fc.tuple(
          fc.string().filter((name) => !/^\d/.test(name)),
          tie('json'),
        ),
        { maxLength: 4, selector: ([name]) => name },
      )
      .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:\n${value}`).join(',')} }`),
  ),
}));

/** As it is written, without the white space between its values. */
const spelled = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

describe('JSON that is parsed to be written again', () => {
  it('is the text that it was, every number in its own spelling', () =>
    fc.assert(
      fc.property(json, fc.boolean(), (text, isLong) =>
        expect(JSON.stringify(parseExactly(text, isLong ? 0 : undefined))).toBe(spelled(text)),
      ),
      { numRuns: 1_000 },
    ));

  it.each([
    '9007199254740993',
    '-12345678901234567890',
    '1e400',
    '1.5E300',
    '1.0',
    '-0',
    '2.50',
    '0.00000012',
    '0.1000000000000000055',
    '{"a":[ 123456789012345678]}',
  ])('keeps %s', (text) => {
    for (const longChars of [0, 1_000]) expect(JSON.stringify(parseExactly(text, longChars))).toBe(text.replace(' ', ''));
  });

  it.each(['"1e9', '[1e9', '{"a":-}', '1e9e9', '"\\'])('is refused where it is none, however long: %s', (text) =>
    expect(() => parseExactly(`[1e400,${text}`, 0)).toThrow(SyntaxError),
  );
});

import fc from 'fast-check';
import { parseExactly } from './exact.js';

/** Numbers as texts spell them, those among them that a double cannot hold. */
const number = fc.oneof(
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
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
      .array(fc.tuple(fc.string(), tie('json')), { maxLength: 4 })
      .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:\n${value}`).join(',')} }`),
  ),
}));

const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
/** Every number looked at, which takes its time. */
const byEachValue = (text: string): unknown =>
  (JSON.parse as (text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown) => unknown)(
    text,
    (_key, value, { source }) =>
      typeof value === 'number' && (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
        ? rawJSON(source!)
        : value,
  );

describe('JSON that is parsed to be written again', () => {
  it('says what it says where each number is looked at, whether or not one needs it', () =>
    fc.assert(
      fc.property(json, fc.boolean(), (text, isLong) =>
        expect(JSON.stringify(parseExactly(text, isLong ? 0 : undefined))).toBe(JSON.stringify(byEachValue(text))),
      ),
      { numRuns: 1_000 },
    ));

  it.each(['9007199254740993', '-12345678901234567890', '1e400', '1.5E300', '{"a":[ 123456789012345678]}'])('keeps %s', (text) => {
    for (const longChars of [0, 1_000]) expect(JSON.stringify(parseExactly(text, longChars))).toBe(text.replace(' ', ''));
  });

  it.each(['"1e9', '[1e9', '{"a":-}', '1e9e9', '"\\'])('is refused where it is none, however long: %s', (text) =>
    expect(() => parseExactly(`[1e400,${text}`, 0)).toThrow(SyntaxError),
  );
});

import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { isWellFormedKey, keyPrefix, spellKey } from './api-key.form.js';
import { mintKey, hashKey } from './index.js';

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('the form of a key', () => {
  it('is one word of 53 characters that scanners can match', () =>
    fc.assert(fc.property(bytes, (random) => expect(spellKey(random)).toMatch(/^tok_[0-9A-Za-z]{49}$/))));

  it('ends with the CRC-32 of what stands before it', () =>
    fc.assert(
      fc.property(bytes, (random) => {
        const key = spellKey(random);
        const spelt = [...key.slice(-6)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
        expect(spelt).toBe(crc32(key.slice(0, -6)));
      }),
    ));

  it('tells two keys apart by every one of the 256 bits', () =>
    fc.assert(
      fc.property(bytes, fc.nat(255), (random, bit) => {
        const other = Uint8Array.from(random);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(spellKey(other)).not.toBe(spellKey(random));
      }),
    ));

  it('refuses a key with one character mistyped, without a lookup', () =>
    fc.assert(
      fc.property(bytes, fc.nat(48), fc.nat(61), (random, place, digit) => {
        const key = spellKey(random);
        const typo = key.slice(0, 4 + place) + DIGITS.charAt(digit) + key.slice(5 + place);
        expect(isWellFormedKey(typo)).toBe(typo === key);
      }),
    ));

  it('refuses two neighbouring characters swapped, a truncated key, and one with something behind it', () =>
    fc.assert(
      fc.property(bytes, fc.nat(47), fc.integer({ min: 1, max: 52 }), (random, place, cut) => {
        const key = spellKey(random);
        const at = 4 + place;
        const swapped = key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2);
        expect(isWellFormedKey(swapped)).toBe(swapped === key);
        expect(isWellFormedKey(key.slice(0, -cut))).toBe(false);
        expect(isWellFormedKey(`${key}\n`)).toBe(false);
        expect(isWellFormedKey(`${key}0`)).toBe(false);
      }),
    ));

  it('shows no more than 24 bits', () => expect(keyPrefix(spellKey(new Uint8Array(32).fill(255)))).toMatch(/^tok_\w{4}$/));
});

describe('a minted key', () => {
  const pepper = new Uint8Array(32).fill(3);
  it('is found by its hash under the pepper of its installation, and under no other', () => {
    const minted = mintKey(pepper);
    expect(isWellFormedKey(minted.secret)).toBe(true);
    expect(hashKey(pepper, minted.secret)).toBe(minted.hash);
    expect(hashKey(new Uint8Array(32), minted.secret)).not.toBe(minted.hash);
    expect(minted.hash).not.toContain(minted.secret);
  });
});

import fc from 'fast-check';
import { MasterKey, WrongKeyError, decryptText, encrypt } from './index.js';
import { UndecipherableError, fingerprint, keyNameOf } from './envelope.js';

const KEY = new Uint8Array(32).fill(1);
const OTHER = new Uint8Array(32).fill(2);

describe('a ciphertext', () => {
  it('names its version and its key, and opens to what went in', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
        fc.string(),
        (text, context) => {
          const ciphertext = encrypt('cus_1', KEY, text, context);
          expect(ciphertext).toMatch(/^v1\.cus_1\.[\w-]{16}\.[\w-]{22,}$/);
          expect(keyNameOf(ciphertext)).toBe('cus_1');
          expect(decryptText('cus_1', KEY, ciphertext, context)).toBe(text);
        },
      ),
    ));

  it('differs each time, so that equal secrets cannot be told from each other', () =>
    expect(encrypt('cus_1', KEY, 'same', 'field')).not.toBe(encrypt('cus_1', KEY, 'same', 'field')));

  it('says which key it needs when another is at hand', () => {
    const ciphertext = encrypt('cus_1', KEY, 'text', 'field');
    expect(() => decryptText('cus_2', KEY, ciphertext, 'field')).toThrow(WrongKeyError);
  });

  it('does not open in another context, under another key of the same name, or under another name', () => {
    const ciphertext = encrypt('cus_1', KEY, 'text', 'customer:email');
    expect(() => decryptText('cus_1', KEY, ciphertext, 'customer:name')).toThrow(UndecipherableError);
    expect(() => decryptText('cus_1', OTHER, ciphertext, 'customer:email')).toThrow(UndecipherableError);
    expect(() => decryptText('cus_2', KEY, ciphertext.replace('cus_1', 'cus_2'), 'customer:email')).toThrow(UndecipherableError);
  });

  it('does not open with any one character changed', () => {
    const ciphertext = encrypt('cus_1', KEY, 'text', 'field');
    fc.assert(
      fc.property(fc.nat(ciphertext.length - 1), (index) => {
        const changed = ciphertext.slice(0, index) + (ciphertext[index] === 'A' ? 'B' : 'A') + ciphertext.slice(index + 1);
        expect(() => decryptText('cus_1', KEY, changed, 'field')).toThrow();
      }),
    );
  });

  it('does not open with anything behind it', () => {
    for (const text of ['t', 'te', 'tex', 'text'])
      expect(() => decryptText('cus_1', KEY, `${encrypt('cus_1', KEY, text, 'field')}A`, 'field')).toThrow(UndecipherableError);
  });

  it.each(['', 'text', 'v1.cus_1', 'v2.cus_1.a.b', 'v1.cus_1.a.b.c', 'v1.cus_1.AAAA.AAAA'])('refuses %j, which is none', (text) =>
    expect(() => decryptText('cus_1', KEY, text, 'field')).toThrow(UndecipherableError),
  );
});

describe('the master key', () => {
  it('is named by a fingerprint that is the same everywhere and tells nothing of the key', () => {
    expect(new MasterKey(KEY).name).toBe(`mk_${fingerprint(KEY)}`);
    expect(new MasterKey(KEY).name).not.toBe(new MasterKey(OTHER).name);
  });

  it('never shows itself in JSON or in a log', () => {
    const master = new MasterKey(Buffer.from('0123456789abcdef0123456789abcdef'));
    expect(JSON.stringify(master)).toBe(JSON.stringify({ name: master.name }));
  });

  it('has 32 bytes', () => expect(() => new MasterKey(new Uint8Array(31))).toThrow('32 bytes, not 31'));
});

import { LANGUAGES, writeLetter, type ChangedFactor, type Letter } from '#mail';

const LINK = 'https://gateway.example/console/join#abc-DEF_123';
const UNTIL = '2026-12-08T10:00:00.000Z';
const FACTORS: readonly ChangedFactor[] = ['password', 'passkey', 'totp', 'recovery_codes', 'address', 'reset'];
const LETTERS: readonly Letter[] = [
  { kind: 'invitation', link: LINK, customer: 'Ada & Co', role: 'developer', expiresAt: UNTIL },
  { kind: 'invitation', link: LINK, role: 'auditor', expiresAt: UNTIL },
  ...(['reset', 'address', 'sign_up'] as const).map((kind) => ({ kind, link: LINK, expiresAt: UNTIL })),
  ...FACTORS.map((what) => ({ kind: 'changed', what, at: UNTIL }) as const),
];

describe('letters', () => {
  it.each(LANGUAGES)('in %s say what is, until when, and what to do', (language) => {
    const texts = LETTERS.map((letter) => writeLetter(letter, language));
    expect(new Set(texts.map(({ text }) => text)).size).toBe(LETTERS.length);
    texts.forEach(({ subject, text }, index) => {
      expect(text).toContain('2026-12-08 10:00 UTC');
      expect([text.includes(`\n\n${LINK}\n\n`), subject.includes('#')]).toEqual([LETTERS[index]?.kind !== 'changed', false]);
      expect(`${subject}${text}`).not.toMatch(/please|sorry|!|你|您|undefined/i);
    });
    expect(texts[0]?.text).toContain('Ada & Co');
  });

  it('are in four languages', () =>
    expect(new Set(LANGUAGES.flatMap((language) => LETTERS.map((letter) => writeLetter(letter, language).text))).size).toBe(
      LETTERS.length * LANGUAGES.length,
    ));

  it('carry no link and no line of whoever chose a name', () => {
    const customer = `Win at https://evil.example/x\r\nBcc: you@evil.example \u202e${'n'.repeat(500)}`;
    const { text } = writeLetter({ kind: 'invitation', link: LINK, customer, role: 'viewer', expiresAt: UNTIL }, 'en');
    const [first = ''] = text.split('\n');
    expect(first).toMatch(
      /^There is an invitation for this address to "Win at https evil example x Bcc you evil example n+", as viewer\.$/,
    );
    expect(first.length).toBeLessThan(200);
  });
});

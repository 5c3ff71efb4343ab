import type { Language, Letter, Words, Written } from './letter.js';
import { EN } from './letters.en.js';
import { JA } from './letters.ja.js';
import { KO } from './letters.ko.js';
import { ZH } from './letters.zh.js';

const WORDS: Readonly<Record<Language, Words>> = { en: EN, zh: ZH, ja: JA, ko: KO };

/** Names in a letter: who sends it is us, whoever chose the name. */
const MOST_OF_A_NAME = 80;

/** Pure. Plain text: a letter shows nothing that its source does not. */
export function writeLetter(letter: Letter, language: Language): Written {
  const words = WORDS[language];
  if (letter.kind === 'changed') {
    const what = words.factor[letter.what];
    return written(words.subject.changed(what), [words.changedAt(what, moment(letter.at)), words.othersEnded, words.notYourChange]);
  }
  if (letter.kind === 'known') return written(words.subject.known, [words.known]);
  const { link, expiresAt } = letter;
  const rest = [`${words.follow}\n\n${link}`, words.once(moment(expiresAt)), words.notYou];
  return written(words.subject[letter.kind], [reasonFor(letter, words), ...rest]);
}

function reasonFor(letter: Exclude<Letter, { kind: 'changed' | 'known' }>, words: Words): string {
  switch (letter.kind) {
    case 'invitation': {
      const role = words.role[letter.role] ?? letter.role;
      return letter.customer === undefined ? words.invitedToInstallation(role) : words.invitedTo(plainName(letter.customer), role);
    }
    case 'reset':
      return words.resetAsked;
    case 'address':
      return words.addressGiven;
    case 'sign_up':
      return words.signUpAsked;
  }
}

const written = (subject: string, paragraphs: readonly string[]): Written => ({ subject, text: `${paragraphs.join('\n\n')}\n` });

/** `2026-12-08 10:00 UTC`: read the same in every language. */
const moment = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;

/** On one line, and nothing in it that a mail program makes a link of: strangers choose names, and we send them. */
function plainName(name: string): string {
  const plain = name
    .replace(/[:/@\\]+|\.(?=\S)/g, ' ')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return [...plain].slice(0, MOST_OF_A_NAME).join('');
}

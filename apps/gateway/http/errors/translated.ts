import { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.js';
import { SENTENCES, TITLES, type InLanguages, type OtherLanguage } from './texts/index.js';

/** A code without a title in each language breaks the build here. */
const titles: Readonly<Record<ErrorCode, InLanguages>> = TITLES;

/** RFC 9457 `title`, and what stands for a sentence that is in no table. */
export const titleIn = (language: OtherLanguage, code: ErrorCode): string => titles[code][language];

interface Said {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string | undefined;
}

/**
 * What was said, in another language. The English sentence is the key, as it is for gettext: it was put together where the figures are known, by libraries
 * that speak to nobody, and it stands in recorded answers. It is found by what never changes in it, and its figures are taken over as they are. One that
 * is in no table is said by its code, and by the field at fault.
 */
export function translated({ code, message, field }: Said, language: OtherLanguage): string {
  const title = titleIn(language, code);
  if (message === ERROR_CATALOGUE[code].title) return title;
  const whole = inTable(message, language);
  if (whole !== undefined) return whole;
  const named = `${field ?? ''}: `;
  if (field !== undefined && message.startsWith(named)) {
    const rest = inTable(message.slice(named.length), language);
    if (rest !== undefined) return `${field}: ${rest}`;
  }
  return field === undefined || title.includes(field) ? title : `${title}: ${field}`;
}

function inTable(message: string, language: OtherLanguage): string | undefined {
  for (const { text, parts, holes } of patterns()) {
    const values = read(message, parts);
    if (values) return filled(text[language], holes, values, language);
  }
  return undefined;
}

interface Pattern {
  readonly text: InLanguages;
  /** What stands before, between and behind its holes. */
  readonly parts: readonly string[];
  readonly holes: readonly string[];
}

let known: readonly Pattern[] | undefined;

/** Made when the first refusal is to be said in another language than English. The one that says most by itself is tried first. */
function patterns(): readonly Pattern[] {
  known ??= Object.entries<InLanguages>(SENTENCES)
    .map(([english, text]) => ({ text, ...taken(english) }))
    .sort((a, b) => b.parts.join('').length - a.parts.join('').length);
  return known;
}

const HOLE = /\{([a-z]+)\}/;

function taken(english: string): Pick<Pattern, 'parts' | 'holes'> {
  const pieces = english.split(HOLE);
  return { parts: pieces.filter((_, index) => index % 2 === 0), holes: pieces.filter((_, index) => index % 2 === 1) };
}

/** The values of the holes; each ends where what follows it stands first, so that no text takes long. A value is never empty. */
function read(message: string, [first = '', ...rest]: readonly string[]): readonly string[] | undefined {
  if (!message.startsWith(first)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const end = isLast ? message.length - part.length : message.indexOf(part, at + 1);
    if (end <= at || !message.startsWith(part, end)) return undefined;
    values.push(message.slice(at, end));
    at = end + part.length;
  }
  return at === message.length ? values : undefined;
}

const OR: InLanguages = { zh: ' 或 ', ja: ' または ', ko: ' 또는 ' };

function filled(text: string, holes: readonly string[], values: readonly string[], language: OtherLanguage): string {
  return text.replaceAll(/\{([a-z]+)\}/g, (_, hole: string) => {
    const value = values[holes.indexOf(hole)] ?? '';
    return hole === 'choices' ? value.replaceAll(' or ', OR[language]) : value;
  });
}

import { OTHER_LANGUAGES, type OtherLanguage } from './texts/index.js';

/** What the server speaks. English texts are the original. */
export type Language = 'en' | OtherLanguage;
const LANGUAGES: readonly Language[] = ['en', ...OTHER_LANGUAGES];

/** Of a request: its headers, and whoever the gate has let in, with the language that a person has chosen. */
export interface Speaking {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly caller?: unknown;
}

/** The one place that says which language a request is answered in: what the person chose, else the best of `Accept-Language`, else English. */
export function languageOf({ headers, caller }: Speaking): Language {
  return chosenBy(caller) ?? preferred(headers['accept-language']).find(isLanguage) ?? 'en';
}

/**
 * The language of the names in the first line of a CSV: another than English only where the person chose it, or where it is the first of all in
 * `Accept-Language`. Programs know columns by their names, and say nothing of languages, or list some that they can do with.
 */
export function headLanguageOf({ headers, caller }: Speaking): OtherLanguage | undefined {
  const [first] = preferred(headers['accept-language']);
  const language = chosenBy(caller) ?? first;
  return OTHER_LANGUAGES.find((each) => each === language);
}

const isLanguage = (text: unknown): text is Language => LANGUAGES.some((each) => each === text);

/** Of somebody who is signed in; keys and tokens have none. */
function chosenBy(caller: unknown): Language | undefined {
  const { person } = (caller ?? {}) as { readonly person?: { readonly language?: unknown } };
  return isLanguage(person?.language) ? person.language : undefined;
}

/** Ranges beyond these are not looked at. */
const MOST_RANGES = 20;

/** RFC 9110, 12.5.4: by weight, then as they stand; what weighs nothing is not wanted. Of a tag the language alone counts: `zh-TW` is `zh`. */
function preferred(header: string | readonly string[] | undefined): readonly string[] {
  if (typeof header !== 'string') return [];
  return header
    .split(',', MOST_RANGES)
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1');
      return { language: tag.split('-', 1)[0] ?? '', weight };
    })
    .filter(({ language, weight }) => language !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}

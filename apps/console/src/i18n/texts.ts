/** The languages of the console, in the order in which they are offered. */
export const LANGUAGES = ['en', 'zh', 'ja', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What one message says in each language (ICU MessageFormat). A language that is missing breaks the types. */
export type Said = Readonly<Record<Language, string>>;
export type Texts = Readonly<Record<string, Said>>;

/**
 * The texts of one page or part, by id: `export const texts = define({ 'keys.title': { en: …, zh: …, ja: …, ko: … } })`, in a file
 * `*.texts.ts`. Only the build reads these files: nothing else imports them, or a page would carry all four languages.
 */
export const define = <Given extends Texts>(texts: Given): Given => texts;

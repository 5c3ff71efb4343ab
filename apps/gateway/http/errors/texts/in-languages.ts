/** The languages that the server speaks besides English, in which every text of these tables is written first. */
export const OTHER_LANGUAGES = ['zh', 'ja', 'ko'] as const;
export type OtherLanguage = (typeof OTHER_LANGUAGES)[number];

/** One text in each of them: one that is missing breaks the build. Holes (`{field}`) are those of the English text. */
export type InLanguages = Readonly<Record<OtherLanguage, string>>;

/** English sentences, as they are spoken elsewhere, and the same in the other languages. */
export type Sentences = Readonly<Record<string, InLanguages>>;

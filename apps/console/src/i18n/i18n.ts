import { setupI18n, type Messages } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { LANGUAGES, type Language } from './texts.js';

const LOADERS: Readonly<Record<Language | 'pseudo', () => Promise<{ readonly messages: Messages }>>> = {
  en: () => import('virtual:texts/en'),
  zh: () => import('virtual:texts/zh'),
  ja: () => import('virtual:texts/ja'),
  ko: () => import('virtual:texts/ko'),
  pseudo: () => import('virtual:texts/pseudo'),
};
const STORED = 'tokenok.language';
const TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN', ja: 'ja-JP', ko: 'ko-KR' };

/** How each language calls itself. */
export const OWN_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文', ja: '日本語', ko: '한국어' };

export const i18n = setupI18n();
let current: Language = 'en';

export const language = (): Language => current;
/** For React Aria and Intl: how dates and numbers look. */
export const localeTag = (): string => TAGS[current];

/** Chosen in this browser, else what the browser asks for first, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2).toLowerCase());
  return LANGUAGES.find((each) => each === wanted.find((tag) => LANGUAGES.some((known) => known === tag))) ?? 'en';
}

/** Resolves when the page may be drawn in it. `isChosen`: kept in this browser. */
export async function speak(wanted: Language, isChosen = false): Promise<void> {
  // Only tests choose it, by hand.
  const isPseudo = localStorage.getItem(STORED) === 'pseudo' && !isChosen;
  const { messages } = await LOADERS[isPseudo ? 'pseudo' : wanted]();
  current = wanted;
  if (isChosen) localStorage.setItem(STORED, wanted);
  document.documentElement.lang = wanted;
  i18n.loadAndActivate({ locale: wanted, messages });
}

export type Translate = (id: string, values?: Readonly<Record<string, unknown>>) => string;

/** `t('keys.title')`, `t('logs.matches', { count })`: drawn anew when the language changes. */
export function useTexts(): Translate {
  const { i18n: spoken } = useLingui();
  return (id, values) => spoken._(id, values);
}

import { beginning, spellings, withoutEnds } from './spellings.js';

/** OpenAI's ids of organisations and projects, as its messages about limits name them. */
const ACCOUNT_IDS = /\b(?:org-|proj_)(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}/g;
const REMOVED = '[removed]';

/** What names us at a provider: the credential that it is asked with, and what its headers called the account. */
export interface OwnWords {
  readonly credential: string | undefined;
  readonly account: readonly string[];
}

/** A text without them, in whatever spelling. */
export function cleanerOf({ credential, account }: OwnWords): (text: string) => string {
  const ofCredential = credential === undefined ? [] : [...spellings(credential), ...beginning(credential)];
  const all = [...ofCredential, ...account.flatMap((word) => spellings(word.trim()).map(aloneIn))];
  const words = all.length === 0 ? null : new RegExp(all.join('|'), 'gi');
  const withoutCredentialsEnds = credential === undefined ? (text: string) => text : withoutEnds(credential, REMOVED);
  return (text) => withoutCredentialsEnds(words ? text.replace(words, REMOVED) : text).replace(ACCOUNT_IDS, REMOVED);
}

/** An account may have a name that stands in other words. */
const aloneIn = (spelling: string): string => `(?<![a-z0-9])(?:${spelling})(?![a-z0-9])`;

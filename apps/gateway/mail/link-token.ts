/** Of what a link is about, and the secret that shows that somebody has the link. Only a keyed hash of the secret is kept. */
export interface LinkToken {
  /** Ids: a customer and an invitation, or a person. */
  readonly about: readonly string[];
  readonly secret: string;
}

const FORM = /^(?:[a-z]+(?:_[0-9a-z]{1,40})?\.){1,2}[A-Za-z0-9_-]{43}$/;

/** For a link's fragment: nothing in it has to be encoded. */
export const spellToken = (secret: string, ...about: readonly string[]): string => [...about, secret].join('.');

/** Undefined for what is none of ours, or was cut off. */
export function readToken(token: string): LinkToken | undefined {
  if (!FORM.test(token)) return undefined;
  const parts = token.split('.');
  return { about: parts.slice(0, -1), secret: parts.at(-1) ?? '' };
}

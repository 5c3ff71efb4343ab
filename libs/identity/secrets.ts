import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { keyPrefix, spellKey } from './api-key.form.js';

/** The one place where a key's secret exists on our side: it is shown once and then only its hash is known. */
export interface MintedKey {
  readonly secret: string;
  readonly prefix: string;
  readonly hash: string;
}

export function mintKey(pepper: Uint8Array): MintedKey {
  const secret = spellKey(randomBytes(32));
  return { secret, prefix: keyPrefix(secret), hash: hashKey(pepper, secret) };
}

/** HMAC-SHA256 is enough for a secret of 256 random bits: there is nothing to guess, and it is computed for every request. */
export function hashKey(pepper: Uint8Array, secret: string): string {
  return createHmac('sha256', pepper).update('key:').update(secret).digest('base64url');
}

/** Finds an admin by e-mail without keeping the address: keyed, because addresses can be guessed. */
export function hashEmail(pepper: Uint8Array, email: string): string {
  return createHmac('sha256', pepper).update('email:').update(normaliseEmail(email)).digest('base64url');
}

/** Tells one network from another, and nobody which it is: keyed, because there are few of them. */
export function hashPlace(pepper: Uint8Array, place: string): string {
  return createHmac('sha256', pepper).update('place:').update(place).digest('base64url');
}

export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

/** Compares without telling by its duration how much of the secret was right, nor how long it is. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

import { createHmac, randomInt } from 'node:crypto';

export const RECOVERY_CODES = 10;
/** Nothing that is mistaken for something else (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 50 bits each: guessed online only, behind a password. */
const CHARACTERS = 10;

export interface RecoveryCodes {
  /** Shown once: `7k2mq-x9d4t`. */
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
}

export function mintRecoveryCodes(pepper: Uint8Array, person: string): RecoveryCodes {
  const codes = Array.from({ length: RECOVERY_CODES }, spelled);
  return { codes, hashes: codes.map((code) => hashRecoveryCode(pepper, person, code)) };
}

/** However it was typed. */
export function hashRecoveryCode(pepper: Uint8Array, person: string, code: string): string {
  const typed = code.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replace(/o/g, '0');
  return createHmac('sha256', pepper).update(`recovery:${person}:`).update(typed).digest('base64url');
}

/** Six digits are a one-time code of an app; anything else is meant as one of these. */
export const isRecoveryCode = (code: string): boolean => !/^\s*\d{3}\s?\d{3}\s*$/.test(code);

function spelled(): string {
  const text = Array.from({ length: CHARACTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${text.slice(0, CHARACTERS / 2)}-${text.slice(CHARACTERS / 2)}`;
}

import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator app knows it: SHA-1, six digits, a step of 30 seconds. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** Steps before and behind our own clock's that are taken, since phones and people are late. */
const WINDOW = 1;
const SECRET_BYTES = 20;

const totpOf = (secret: string): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: DIGITS, period: PERIOD_SECONDS });

/** Base32, as people type it where they cannot scan it. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What authenticator apps scan (Key URI Format). */
export function totpUri(secret: string, issuer: string, label: string): string {
  const { algorithm, digits, period } = totpOf(secret);
  return new TOTP({ secret: Secret.fromBase32(secret), issuer, label, algorithm, digits, period }).toString();
}

/** The step whose code it is; undefined for none near `nowMs`. That it has not counted before is the decider's to say. */
export function totpStep(secret: string, code: string, nowMs: number): number | undefined {
  const delta = totpOf(secret).validate({ token: code.replace(/\s/g, ''), timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / PERIOD_SECONDS) + delta;
}

/** For tests, and for nothing else: what an app shows. */
export const totpCode = (secret: string, atMs: number): string => totpOf(secret).generate({ timestamp: atMs });

import { createHmac, randomBytes } from 'node:crypto';
import type { MasterKey, PersonalData } from '#vault';
import { hashPassword, verifyPassword } from '../passwords.js';
import { normaliseEmail } from '../secrets.js';
import { personStream } from '../streams.js';
import type { ShownFactors } from './person.events.js';
import type { Person } from './person.state.js';
import { hashRecoveryCode, isRecoveryCode } from './recovery-codes.js';
import { totpStep } from './totp.js';

const passwordContext = (person: string): string => `${personStream(person)}:password`;

/** As it stands in events: an argon2id hash, under the master key. */
export async function sealPassword(person: string, password: string, master: MasterKey): Promise<string> {
  return master.seal(await hashPassword(password), passwordContext(person));
}

/** False, in the same time, for whoever has no password. */
export async function verifyPersonsPassword({ person, sealed }: Person, password: string, master: MasterKey): Promise<boolean> {
  const hash = sealed.password === undefined ? undefined : master.openText(sealed.password, passwordContext(person));
  return verifyPassword(hash, password);
}

/** For an address that nobody is registered with: makes the person's key in the vault. */
export async function sealNewPerson(
  person: string,
  { email, password }: { readonly email: string; readonly password?: string },
  { master, personalData }: { readonly master: MasterKey; readonly personalData: PersonalData },
): Promise<{ readonly email: string; readonly password?: string }> {
  const sealed = await personalData.sealFirst(person, { email: normaliseEmail(email) });
  return password === undefined ? sealed : { ...sealed, password: await sealPassword(person, password, master) };
}

/** What a second factor's code shows; undefined for a wrong one. That it has not counted before is the decider's to say. */
export async function shownByCode(
  person: Person,
  code: string,
  nowMs: number,
  { pepper, personalData }: { readonly pepper: Uint8Array; readonly personalData: PersonalData },
): Promise<ShownFactors | undefined> {
  if (isRecoveryCode(code)) {
    const hash = hashRecoveryCode(pepper, person.person, code);
    return person.recovery_codes.includes(hash) ? { factors: ['recovery_code'], recovery_code: hash } : undefined;
  }
  if (!person.totp) return undefined;
  const { totp: secret } = await personalData.open(person.person, { totp: person.totp.secret });
  const step = secret === null ? undefined : totpStep(secret, code, nowMs);
  return step === undefined ? undefined : { factors: ['totp'], totp_step: step };
}

/** A secret that is sent to somebody, for a link; only its hash is kept. 256 random bits: there is nothing to guess. */
export const mintToken = (): string => randomBytes(32).toString('base64url');

export type TokenPurpose = 'reset' | 'address' | 'invitation' | 'sign_up';

/** A token of one purpose is none of another. */
export function hashToken(pepper: Uint8Array, purpose: TokenPurpose, token: string): string {
  return createHmac('sha256', pepper).update(`token:${purpose}:`).update(token).digest('base64url');
}

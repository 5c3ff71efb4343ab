import type { MasterKey, PersonalData } from '#vault';
import { TypeID } from 'typeid-js';
import { derivedId } from '#event-store';
import type { RegisterAdmin } from './admin.decider.js';
import type { Admin } from './admin.state.js';
import { hashPassword, verifyPassword } from './passwords.js';
import { hashEmail, normaliseEmail } from './secrets.js';

const passwordContext = (admin: string): string => `admin-${admin}:password`;

/** The id follows from the e-mail, so that gateways that start at the same time register one first admin, and no e-mail has two. */
export function adminId(pepper: Uint8Array, email: string): string {
  return TypeID.fromUUID('adm', derivedId('admin', hashEmail(pepper, email))).toString();
}

/** For an e-mail that no event has registered yet: makes the admin's key. */
export async function registerAdmin(
  { email, password }: { readonly email: string; readonly password: string },
  { pepper, master, personalData }: { readonly pepper: Uint8Array; readonly master: MasterKey; readonly personalData: PersonalData },
): Promise<RegisterAdmin> {
  const admin = adminId(pepper, email);
  const sealed = await personalData.sealFirst(admin, { email: normaliseEmail(email) });
  const sealedPassword = await sealPassword(admin, password, master);
  return { type: 'RegisterAdmin', admin, emailHash: hashEmail(pepper, email), sealed: { ...sealed, password: sealedPassword } };
}

/** As it stands in events: an argon2id hash, under the master key. */
export async function sealPassword(admin: string, password: string, master: MasterKey): Promise<string> {
  return master.seal(await hashPassword(password), passwordContext(admin));
}

export function verifyAdmin(admin: Admin, password: string, master: MasterKey): Promise<boolean> {
  return verifyPassword(master.openText(admin.sealed.password, passwordContext(admin.admin)), password);
}

import type { Directory, EntityOrigin, EntityWriter } from '#directory';
import { mintCommandId } from '#event-store';
import {
  INSTALLATION_STREAM,
  adminId,
  decideAdmin,
  decideInstallation,
  mintInstallation,
  openInstallation,
  registerAdmin,
  type InstallationSecrets,
} from '#identity';
import type { MasterKey, PersonalData } from '#vault';

const origin = (): EntityOrigin => ({ actor: 'system', cause: 'start', commandId: mintCommandId() });

/** Opens the installation's secrets, seeding them at the first start of all. Throws `WrongKeyError` under another master key. */
export async function openOrSeedInstallation(writer: EntityWriter, directory: Directory, master: MasterKey): Promise<InstallationSecrets> {
  const { installation } = directory;
  if (installation) return openInstallation(installation, master);
  const seed = mintInstallation(master);
  const place = { kind: 'installation', id: INSTALLATION_STREAM } as const;
  const written = await writer.write(place, origin(), (state) => decideInstallation(seed, state));
  if (written.refusal) throw new TypeError('The installation could not be seeded');
  return openInstallation(written.state, master);
}

/** Registers the first admin where there is none at all. True when it was this call that did. */
export async function ensureFirstAdmin(
  credentials: { readonly email: string; readonly password: string },
  tools: {
    readonly writer: EntityWriter;
    readonly directory: Directory;
    readonly master: MasterKey;
    readonly personalData: PersonalData;
    readonly secrets: InstallationSecrets;
  },
): Promise<boolean> {
  const { writer, directory, master, personalData, secrets } = tools;
  if (directory.list('admin', { limit: 1 }).length > 0) return false;
  const command = await registerAdmin(credentials, { pepper: secrets.pepper, master, personalData });
  const place = { kind: 'admin', id: adminId(secrets.pepper, credentials.email) } as const;
  const written = await writer.write(place, origin(), (state) => decideAdmin(command, state));
  return written.refusal === undefined;
}

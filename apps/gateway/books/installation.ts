import type { Directory, EntityOrigin, EntityWriter, PersonKeeper } from '#directory';
import { mintCommandId } from '#event-store';
import {
  INSTALLATION_STREAM,
  decideInstallation,
  hashEmail,
  mintInstallation,
  openInstallation,
  sealNewPerson,
  type InstallationSecrets,
} from '#identity';
import type { MasterKey, PersonalData } from '#vault';
import { newId } from '../ground/request-id.js';

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

/** Registers the first person, who owns the installation, where there is nobody at all. True when it was this call that did. */
export async function ensureFirstAdmin(
  { email, password, isGenerated }: { readonly email: string; readonly password: string; readonly isGenerated: boolean },
  tools: {
    readonly people: PersonKeeper;
    readonly directory: Directory;
    readonly master: MasterKey;
    readonly personalData: PersonalData;
    readonly secrets: InstallationSecrets;
  },
): Promise<boolean> {
  const { people, directory, master, personalData, secrets } = tools;
  if (directory.list('person', { limit: 1 }).length > 0) return false;
  const addressHash = hashEmail(secrets.pepper, email);
  const facts = { how: 'first_start', addressHash, isProven: true, role: 'owner', ...(isGenerated && { isGenerated }) } as const;
  const seal = (person: string) => sealNewPerson(person, { email, password }, { master, personalData });
  const written = await people.register(facts, newId('per'), seal, origin());
  return written.refusal === undefined && written.changed;
}

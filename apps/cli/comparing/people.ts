import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { about, compared, comparedPeople, notCompared, type Comparison, type Finding, type NamedPerson } from '#audit';
import type { DataDirectory } from '#process';
import { LackingPeople, type VaultReader } from '#vault';
import { openSqliteVaultReader } from '#vault/sqlite';
import { CommandError } from '../output/exit-codes.js';
import type { Source } from '../sources/source.js';

const ELSEWHERE = 'vault.db is not here; --vault <file> names it where it is kept apart';

/** Every person whom the events name has a key in the vault, or the mark of an erasure. A vault that cannot be read is told as one finding. */
export async function comparePeople(
  source: Source,
  people: readonly NamedPerson[],
  file: string | undefined,
  tell: (finding: Finding) => void,
): Promise<Comparison> {
  const place = source.engines === undefined ? 'vault.db' : 'the collection vault_keys';
  if (people.length === 0) return comparedPeople(people, new Set(), place, tell);
  let vault: VaultReader | undefined;
  try {
    vault = await openVault(source, file);
    if (vault === undefined && !isServed(source.directory)) return notCompared('vault', ELSEWHERE);
    const subjects = people.map(({ subject }) => subject);
    const lacking = new Set((vault ? await LackingPeople.of(subjects, vault) : new LackingPeople(subjects)).subjects);
    return comparedPeople(people, lacking, place, tell);
  } catch (fault) {
    if (source.directory === undefined || (fault as NodeJS.ErrnoException).code !== 'VAULT_UNAVAILABLE') throw fault;
    tell(about((fault as Error).message));
    return compared('vault', 'the vault cannot be read');
  } finally {
    await vault?.close();
  }
}

/** A copy made by `tokenok backup` has its vault in a directory of its own. */
function openVault(source: Source, file: string | undefined): Promise<VaultReader | undefined> {
  if (file !== undefined) {
    if (!existsSync(file)) throw new CommandError(`There is no vault ${file}`);
    return Promise.resolve(openSqliteVaultReader(file));
  }
  const { directory } = source;
  const beside = directory && !existsSync(directory.vault) ? join(directory.path, 'vault', 'vault.db') : undefined;
  return beside !== undefined && existsSync(beside) ? Promise.resolve(openSqliteVaultReader(beside)) : source.vault();
}

/** A gateway has been here, or is to be: its vault has to be here too. Else it is a copy, whose vault is kept apart. */
function isServed(directory: DataDirectory | undefined): boolean {
  return directory === undefined || [directory.masterKey, directory.lockFile, directory.secretsShown].some((file) => existsSync(file));
}

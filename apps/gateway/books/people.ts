import type { Directory } from '#directory';
import { unmatchedWithKeys } from '#projections';
import type { RowReader } from '#read-model';
import { LackingPeople, type MasterKey, type Vault } from '#vault';
import type { Ground } from '../ground/ground.js';

const PAGE = 10_000;
const NAMED_IN_LOG = 20;
const MEANWHILE = 'until then their names and e-mails are not shown, and no new key is made: no customer and no person can be registered';

/** Whom the events name is in the vault, or was erased there; whoever is not is told, with what to restore. The gateway goes on. */
export async function lackingPeople(
  { log, readiness, environment }: Pick<Ground, 'log' | 'readiness' | 'environment'>,
  directory: Directory,
  models: RowReader,
  vault: Vault,
  master: MasterKey,
): Promise<LackingPeople> {
  const registered = registeredAt(directory);
  for await (const { id, time } of unmatchedWithKeys(models)) registered.set(id, time);
  const lacking = await LackingPeople.of(registered.keys(), vault, master.name);
  if (lacking.size === 0) return lacking;
  const last = lacking.subjects.reduce((latest, id) => later(latest, registered.get(id) ?? ''), '');
  const people = lacking.size === 1 ? 'one person' : `${lacking.size} people`;
  const what = `lacks the key of ${people} whom the events name: restore ${vaultPlace(environment)} from a backup made after ${last}`;
  const named = lacking.subjects.slice(0, NAMED_IN_LOG);
  log.error({ lacking: lacking.size, people: named }, `The vault ${what}; ${MEANWHILE}`);
  readiness.registerWarning('vault', () => (lacking.size === 0 ? undefined : what));
  return lacking;
}

/** What is restored where the vault lacks somebody. */
export const vaultPlace = ({ engines }: Ground['environment']): string =>
  engines === undefined ? 'vault.db' : 'the collection vault_keys of MongoDB';

/** Everybody whom the events name, and when they were registered. */
function registeredAt(directory: Directory): Map<string, string> {
  const registered = new Map<string, string>();
  const take = (id: string, at: string): string => (registered.set(id, at), id);
  inPages((page) => directory.list('customer', page).map(({ customer, registered_at: at }) => take(customer, at)));
  inPages((page) => directory.list('person', page).map(({ person, registered_at: at }) => take(person, at)));
  return registered;
}

function inPages(read: (page: { readonly limit: number; readonly after?: string }) => readonly string[]): void {
  for (let ids = read({ limit: PAGE }); ids.length === PAGE;) ids = read({ limit: PAGE, after: ids[PAGE - 1] as string });
}

const later = (a: string, b: string): string => (a > b ? a : b);

import { existsSync, readFileSync } from 'node:fs';
import { REGISTERING_TYPES, personIn, type NamedPerson } from '#audit';
import type { EventReader } from '#event-store';
import { parseMasterKey, type DataDirectory, type Engines } from '#process';
import { MasterKey, PersonalData, isUnreadable, type Vault } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { attention, broken, fine, type Diagnosis } from './diagnosis.js';
import { openEvents } from '../sources/directory.source.js';

const PAGE = 1_000;
const SHOWN = 3;
const CHECK = 'people';
/** Nobody is in a vault that is not there. */
const NO_VAULT = { open: () => Promise.resolve(undefined), close: () => Promise.resolve() };

/** What the events have of every person opens with the key that the vault has of them, or has been erased. Nothing of it is shown. */
export async function diagnosePeople(directory: DataDirectory): Promise<Diagnosis> {
  const master = masterKey(process.env['TOKENOK_MASTER_KEY'] ?? textOf(directory.masterKey));
  if (!master) return attention(CHECK, 'not looked at: there is no master key at hand that is one');
  try {
    const vault = existsSync(directory.vault) ? new SqliteVault(directory.vault, master, { readOnly: true }) : NO_VAULT;
    const events = openEvents(directory);
    return await diagnose(events, vault, 'vault.db').finally(async () => {
      await vault.close();
      await events.close();
    });
  } catch (fault) {
    return broken(CHECK, (fault as Error).message);
  }
}

export async function diagnosePeopleOnEngines(events: EventReader, { mongodbUrl: url }: Engines): Promise<Diagnosis> {
  const master = masterKey(process.env['TOKENOK_MASTER_KEY']);
  if (!master) return attention(CHECK, 'not looked at: there is no master key at hand that is one');
  try {
    const { MongoVault } = await import('#vault/mongodb');
    const vault = await MongoVault.open({ url }, master);
    return await diagnose(events, vault, 'the collection vault_keys').finally(() => vault.close());
  } catch (fault) {
    return broken(CHECK, (fault as Error).message);
  }
}

async function diagnose(events: Pick<EventReader, 'readAll'>, vault: Pick<Vault, 'open'>, place: string): Promise<Diagnosis> {
  const personal = new PersonalData({
    open: (subject) => vault.open(subject),
    create: () => Promise.reject(new TypeError('Who looks makes no key')),
    erase: () => Promise.reject(new TypeError('Who looks erases nobody')),
  });
  const unreadable: NamedPerson[] = [];
  let people = 0;
  for await (const person of registered(events)) {
    people += 1;
    if (!(await isReadable(personal, person))) unreadable.push(person);
  }
  if (unreadable.length === 0) return fine(CHECK, `${people} named by the events, all of them readable or erased`);
  const last = unreadable.reduce((latest, { recorded }) => (recorded > latest ? recorded : latest), '');
  const named = unreadable.slice(0, SHOWN).map(({ subject }) => subject);
  const more = unreadable.length > SHOWN ? `, and ${unreadable.length - SHOWN} more` : '';
  const what = `${unreadable.length} of ${people} cannot be read: ${place} lacks their key or has another (${named.join(', ')}${more})`;
  return broken(CHECK, `${what}: restore it from a backup made after ${last}`);
}

async function* registered(events: Pick<EventReader, 'readAll'>): AsyncGenerator<NamedPerson> {
  for (let after = 0n, atHead = false; !atHead;) {
    const page = await events.readAll({ after, max: PAGE, filter: { types: REGISTERING_TYPES } });
    for (const { data, id, metadata, type, ...place } of page.events) {
      const person = personIn({ ...place, text: JSON.stringify({ data, id, metadata, type }) });
      if (person) yield person;
    }
    ({ scannedTo: after, atHead } = page);
  }
}

async function isReadable(personal: PersonalData, { subject, sealed }: NamedPerson): Promise<boolean> {
  try {
    await personal.open(subject, sealed);
    return true;
  } catch (fault) {
    if (isUnreadable(fault)) return false;
    throw fault;
  }
}

function masterKey(text: string | undefined): MasterKey | undefined {
  const parsed = text === undefined ? undefined : parseMasterKey(text);
  return parsed && 'value' in parsed ? new MasterKey(parsed.value) : undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

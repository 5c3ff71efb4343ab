import { readFileSync } from 'node:fs';
import { openCredential } from '#catalog';
import { Directory, EntityWriter, PersonKeeper, catchUpDirectory } from '#directory';
import type { EventStore } from '#event-store';
import { openInstallation } from '#identity';
import { PeopleDesk, type PeopleAnswer, type PeopleRequest } from '#people';
import { parseMasterKey, type DataDirectory, type Engines } from '#process';
import { MasterKey, PersonalData, type Vault } from '#vault';
import { CommandError } from '../output/exit-codes.js';
import { fromEnvironment } from '../sources/environment.js';

/** On a directory that no gateway holds: it is held meanwhile, so that none can start in between. */
export async function performInDirectory(directory: DataDirectory, request: PeopleRequest): Promise<PeopleAnswer> {
  const [{ openSqliteEventStore }, { SqliteVault }] = await Promise.all([import('#event-store/sqlite'), import('#vault/sqlite')]);
  const lock = directory.lock();
  try {
    const master = new MasterKey(fromEnvironment(process.env, 'masterKey') ?? keptKey(directory));
    const events = await openSqliteEventStore({ file: directory.events });
    const vault = new SqliteVault(directory.vault, master);
    return await perform(events, vault, master, request);
  } finally {
    lock.release();
  }
}

/** On engines, whoever else writes there. */
export async function performOnEngines({ eventStoreUrl, mongodbUrl }: Engines, request: PeopleRequest): Promise<PeopleAnswer> {
  const key = fromEnvironment(process.env, 'masterKey');
  if (key === undefined) throw new CommandError('TOKENOK_MASTER_KEY must be set where EVENTSTORE_URL is');
  const [{ openEventStoreDb }, { MongoVault }] = await Promise.all([import('#event-store/eventstoredb'), import('#vault/mongodb')]);
  const master = new MasterKey(key);
  const events = await openEventStoreDb({ url: eventStoreUrl });
  return perform(events, await MongoVault.open({ url: mongodbUrl }, master), master, request);
}

async function perform(events: EventStore, vault: Vault, master: MasterKey, request: PeopleRequest): Promise<PeopleAnswer> {
  try {
    const directory = new Directory((provider, ciphertext) => openCredential(master, provider, ciphertext));
    await catchUpDirectory(events, directory, 0n);
    const { installation } = directory;
    if (!installation) throw new CommandError('Nothing is installed here yet: the first start of a gateway does that');
    const now = (): string => new Date().toISOString();
    const writer = new EntityWriter(events, directory, now);
    const people = new PersonKeeper(writer, directory, now);
    const secrets = openInstallation(installation, master);
    return await new PeopleDesk({ writer, directory, people, secrets, personalData: new PersonalData(vault), master }).perform(request);
  } finally {
    await vault.close();
    await events.close();
  }
}

function keptKey({ masterKey }: DataDirectory): Buffer {
  let text: string;
  try {
    text = readFileSync(masterKey, 'utf8');
  } catch (cause) {
    throw new CommandError(`The master key ${masterKey} cannot be read: set TOKENOK_MASTER_KEY, or restore it`, { cause });
  }
  const parsed = parseMasterKey(text.trim());
  if ('value' in parsed) return parsed.value;
  throw new CommandError(`The master key ${masterKey} is damaged: restore it from a backup`);
}

import { Accounts, type AccountSnapshots } from '#accounts';
import { Directory, EntityWriter, catchUpDirectory, openCredential } from '#catalog';
import { ClaimEffects, ClaimLog, CommandClaims, PaymentClaims } from '#claims';
import { openSqliteEventStore, type SqliteEventStore } from '#event-store/sqlite';
import type { InstallationSecrets } from '#identity';
import { accountSnapshots, readDirectory } from '#projections';
import type { ProjectorThread, RowReader } from '#read-model';
import { openSqliteRowReader } from '#read-model/sqlite';
import { MasterKey, PersonalData, WrongKeyError } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { startProjector } from '../../projector/projector.js';
import { ensureFirstAdmin, openOrSeedInstallation } from '../auth/installation.js';
import { newId } from '../http/request-id.js';
import { accountAnswers } from '../idempotency/account-answers.js';
import { EXIT, StartError } from '../lifecycle/exit-codes.js';
import type { Foundation } from '../lifecycle/foundation.module.js';

const PROGRESS_MS = 2_000;

export const now = (): string => new Date().toISOString();

/** Everything that is open while a gateway lives: stores, folds and writers. No HTTP in here. */
export interface Books {
  readonly store: SqliteEventStore;
  readonly projector: ProjectorThread;
  readonly models: RowReader;
  readonly personal: PersonalData;
  readonly master: MasterKey;
  readonly directory: Directory;
  readonly entities: EntityWriter;
  readonly installation: InstallationSecrets;
  readonly accounts: Accounts;
  readonly payments: PaymentClaims;
  readonly commands: CommandClaims;
}

/** Opens them in order; registers what has to be closed. The lock of the data directory is held by now. */
export async function openBooks({ environment, secrets, closers, log }: Foundation): Promise<Books> {
  const at = (file: string) => join(environment.dataDir, file);
  const store = await openSqliteEventStore({ file: at('events.db') });
  closers.register('stores', 'event store', () => store.close());
  const projector = await startProjector({
    eventsFile: at('events.db'),
    readModelsFile: at('read-models.db'),
    events: store,
    onTrouble: ({ kind, message }) => log.error({ projector: kind }, message),
  });
  store.onAppended((head) => projector.headMoved(head));
  closers.register('projections', 'projector', () => projector.close());
  const models = openSqliteRowReader({ file: at('read-models.db') });
  closers.register('projections', 'read models', () => models.close());
  const master = new MasterKey(secrets.masterKey);
  const vault = new SqliteVault(at('vault.db'), master);
  closers.register('stores', 'vault', () => vault.close());
  const directory = new Directory((provider, ciphertext) => openCredential(master, provider, ciphertext));
  const { rows, asOf } = await readDirectory(models);
  directory.load(rows);
  await catchUpDirectory(store, directory, asOf, progressOf(log));
  const entities = new EntityWriter(store, directory, now);
  const installation = await openInstallation(entities, directory, master);
  const personal = new PersonalData(vault);
  await ensureFirstAdmin(
    { email: secrets.adminEmail, password: secrets.adminPassword },
    { writer: entities, directory, master, personalData: personal, secrets: installation },
  );
  const accounts = openAccounts(store, directory, accountSnapshots(models));
  const claims = new ClaimLog(store, now);
  const effects = new ClaimEffects(accounts, store, claims, now);
  return {
    store,
    projector,
    models,
    personal,
    master,
    directory,
    entities,
    installation,
    accounts,
    payments: new PaymentClaims(claims, effects),
    commands: new CommandClaims(claims, effects, accountAnswers(directory)),
  };
}

/** The first thing that the master key has to open: a wrong one is told here, before anything else is looked at. */
async function openInstallation(entities: EntityWriter, directory: Directory, master: MasterKey): Promise<InstallationSecrets> {
  try {
    return await openOrSeedInstallation(entities, directory, master);
  } catch (cause) {
    if (!(cause instanceof WrongKeyError)) throw cause;
    const keys = `these data were written with the key named ${cause.needed}, the one at hand is ${cause.given}`;
    const cure = 'set the key that belongs to them, or unset it to use the file master-key of the data directory';
    throw new StartError(
      EXIT.CONFIGURATION,
      `TOKENOK_MASTER_KEY is another master key than the one of this installation: ${keys}; ${cure}`,
      {
        cause,
      },
    );
  }
}

/** Where no snapshot is there for this version, the whole log is read once: said every two seconds, so that nobody thinks it hangs. */
function progressOf(log: Logger): (position: bigint) => void {
  let told = performance.now();
  return (position) => {
    if (performance.now() - told < PROGRESS_MS) return;
    told = performance.now();
    log.info({ position: String(position) }, 'Reading the log');
  };
}

function openAccounts(store: SqliteEventStore, directory: Directory, snapshots: AccountSnapshots): Accounts {
  return new Accounts({
    store,
    snapshots,
    life: newId('life'),
    now,
    registered: (account) => {
      const customer = directory.customerOfAccount(account);
      if (!customer) return undefined;
      const { currency, time_zone: timeZone, registered_at: registeredAt } = customer;
      return { customer: customer.customer, currency, timeZone, registeredAt };
    },
  });
}

import { Accounts } from '#accounts';
import { Directory, EntityWriter, NameKeeper, PersonKeeper } from '#directory';
import { CommandClaims, PaymentClaims } from '#claims';
import { mintCommandId } from '#event-store';
import { InstallationSecrets } from '#identity';
import { ProjectorView, projectorMetrics } from '#projecting';
import type { LogSource } from '#projections';
import { faultCode } from '#process';
import { MasterKey, PersonalData } from '#vault';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { ensureFirstAdmin } from './installation.js';
import { openBooks, type AnswersOver, type Books } from './books.js';
import { ComparableStores } from './comparable-stores.js';
import { Caretaker } from './caretaker.js';
import { FollowedLog } from './followed-log.js';
import { LeaseKeeper } from './lease-keeper.js';
import { LogHealth } from './log-health.js';
import { reclaim } from './reclaimer.js';
import { openStores } from './open-stores.js';
import type { OpenStores } from './stores.js';
import type { OtherGateways } from './other-gateways.js';
import { EVENT_STORE, FAILURE_STORE, LOG_SOURCE, READ_MODELS, RESPONSE_STORE, SESSION_USES } from './tokens.js';
import { ReadPositions } from '../ground/read-positions.js';
import type { Ground } from '../ground/ground.js';

/** Opens the books before anything else of the application is made, and lets every feature inject a part of them. */
@Module({})
export class BooksModule {
  static async open(ground: Ground, answersOver: AnswersOver, open: OpenStores = openStores): Promise<DynamicModule> {
    const stores = await open(ground);
    const health = new LogHealth(stores.events, ground.log);
    const books: Books = await openBooks(ground, { ...stores, events: health.watched() }, answersOver);
    const providers = [
      { provide: EVENT_STORE, useValue: books.store },
      { provide: READ_MODELS, useValue: books.models },
      { provide: LOG_SOURCE, useValue: { models: books.models, events: books.store } satisfies LogSource },
      { provide: ComparableStores, useValue: books.comparable },
      { provide: RESPONSE_STORE, useValue: books.responses },
      { provide: FAILURE_STORE, useValue: stores.failures },
      { provide: ProjectorView, useValue: books.projector },
      { provide: ReadPositions, useValue: books.projector satisfies ReadPositions },
      { provide: PersonalData, useValue: books.personal },
      { provide: MasterKey, useValue: books.master },
      { provide: Directory, useValue: books.directory },
      { provide: EntityWriter, useValue: books.entities },
      { provide: NameKeeper, useValue: books.names },
      { provide: PersonKeeper, useValue: books.people },
      { provide: SESSION_USES, useValue: books.sessionUses },
      { provide: FollowedLog, useValue: books.followed },
      { provide: InstallationSecrets, useValue: books.installation },
      { provide: Accounts, useValue: books.accounts },
      { provide: PaymentClaims, useValue: books.payments },
      { provide: CommandClaims, useValue: books.commands },
    ];
    register(ground, books, health);
    return { module: BooksModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** Before the port opens, holds of dead gateways are released; afterwards a caretaker does what no request would. */
function register(ground: Ground, books: Books, health: LogHealth): void {
  const { startup, closers, readiness, metrics, log } = ground;
  readiness.register('event_store', () => health.problem());
  closers.register('stores', 'health of the log', () => health.close());
  readiness.register('read_models', () => books.projector.problem());
  if (books.others === undefined) startup.register('recovery', () => recover(books, log));
  else keepLeases(ground, books, books.others);
  startup.register('names', () => claimNames(books, log));
  const caretaker = new Caretaker(books, log, ground.clock.now);
  startup.register('caretaker', () => caretaker.start());
  closers.register('background', 'caretaker', () => caretaker.stop());
  startup.registerOnceListening('first admin', () => firstAdmin(ground, books));
  metrics.addSource(() => projectorMetrics(books.projector));
  metrics.addSource(() => books.moneyMetrics.text());
}

/** Where no other gateway can write every other life is dead: the lock of the data directory tells. */
async function recover(books: Books, log: Logger): Promise<void> {
  const released = await reclaim(books, (life) => life !== books.accounts.life);
  if (released > 0) log.warn({ holds: released }, 'Holds of a gateway that died were released; their customers are charged nothing');
}

/** Names that were given before there were claims; once they are claimed there is nothing to do. */
async function claimNames({ names }: Books, log: Logger): Promise<void> {
  const shared = await names.claimAll(() => ({ actor: 'system', cause: 'start', commandId: mintCommandId() }));
  if (shared.length === 0) return;
  log.warn(
    { names: shared.slice(0, 100) },
    'These names are both a model and an alias; calls go to the model. Remove the alias, or the model',
  );
}

function keepLeases({ startup, closers, log }: Ground, books: Books, others: OtherGateways): void {
  const keeper = new LeaseKeeper(books, others, log, books.openedAt);
  startup.register('leases', () => keeper.start());
  closers.register('background', 'leases', () => keeper.stop());
}

/** Once the port is had, because a password that is kept nowhere is shown now or never, and by the gateway that registered it alone. */
async function firstAdmin({ secrets, banner, log }: Ground, books: Books): Promise<void> {
  const { adminEmail: email, adminPassword: password, isAdminPasswordGenerated: isGenerated } = secrets;
  const credentials = { email, password, isGenerated };
  const { people, directory, master, personal: personalData, installation } = books;
  const tools = { people, directory, master, personalData, secrets: installation };
  const registered = await ensureFirstAdmin(credentials, tools).catch((err: unknown) => {
    if (faultCode(err) !== 'VAULT_INCOMPLETE') throw err;
    log.error({ err }, 'Nobody is registered yet, and nobody can be before the vault is restored');
    return false;
  });
  if (registered) banner.add(...secrets.firstAdmin.map(({ label, value }) => `${label} (shown once, kept nowhere): ${value}`));
  if (secrets.adminToken === undefined) log.info('TOKENOK_ADMIN_TOKEN is not set: /admin takes sessions alone');
}

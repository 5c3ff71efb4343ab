import { Accounts } from '#accounts';
import { openCredential } from '#catalog';
import { Directory, EntityWriter, NameKeeper, PersonKeeper } from '#directory';
import { ClaimEffects, ClaimLog, CommandClaims } from '#claims';
import type { EventStore } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { MemoryFailures } from '#failures/memory';
import { InstallationSecrets } from '#identity';
import type { SessionUses } from '#projections';
import { createMemoryReadModels } from '#read-model/memory';
import { MasterKey, PersonalData, type Vault } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { FollowedLog } from '../books/followed-log.js';
import { FAILURE_STORE, READ_MODELS, SESSION_USES } from '../books/tokens.js';
import { MailModule } from '../mail/mail.module.js';
import { ensureFirstAdmin, openOrSeedInstallation } from '../books/installation.js';
import { Secrets } from '../ground/secrets.js';
import { ReadPositions } from '../ground/read-positions.js';
import { accountAnswers } from '../idempotency/account-answers.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { startTestGateway, type TestGateway } from './gateway.js';
import { CreditsModule } from '../credits/credits.module.js';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { EntitiesModule } from '../books/entities.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { CustomersModule } from '../customers/customers.module.js';

/** Nothing here is projected, so every position is reached. */
class NoReadModels extends ReadPositions {
  override waitFor(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

/** Sessions are as old as their sign-in: no test here waits for twelve hours. */
const NO_USES: SessionUses = { find: () => Promise.resolve(undefined), keep: () => undefined, forget: () => undefined };

@Module({})
class StoresModule {
  static async over(store: EventStore, directory: Directory, vault: Vault, admin: Secrets): Promise<DynamicModule> {
    const master = new MasterKey(MASTER_KEY);
    const writer = new EntityWriter(store, directory, () => new Date().toISOString());
    const personalData = new PersonalData(vault);
    const secrets = await openOrSeedInstallation(writer, directory, master);
    const credentials = { email: admin.adminEmail, password: admin.adminPassword, isGenerated: false };
    const people = new PersonKeeper(writer, directory, () => new Date().toISOString());
    await ensureFirstAdmin(credentials, { people, directory, master, personalData, secrets });
    const now = (): string => new Date().toISOString();
    const registered = (account: string) => {
      const customer = directory.customerOfAccount(account);
      if (!customer) return undefined;
      const { customer: id, currency, time_zone: timeZone, registered_at: registeredAt } = customer;
      return { customer: id, currency, timeZone, registeredAt };
    };
    const accounts = new Accounts({ store, snapshots: { find: async () => undefined }, registered, life: 'life_1', now });
    const log = new ClaimLog(store, now);
    const claims = new CommandClaims(log, new ClaimEffects(accounts, store, log, now), accountAnswers(directory));
    const providers = [
      { provide: Accounts, useValue: accounts },
      { provide: CommandClaims, useValue: claims },
      { provide: Directory, useValue: directory },
      { provide: EntityWriter, useValue: writer },
      { provide: NameKeeper, useValue: new NameKeeper(writer, directory, now) },
      { provide: PersonKeeper, useValue: people },
      { provide: FollowedLog, useValue: new FollowedLog(undefined) },
      { provide: SESSION_USES, useValue: NO_USES },
      { provide: FAILURE_STORE, useValue: new MemoryFailures() },
      { provide: InstallationSecrets, useValue: secrets },
      { provide: MasterKey, useValue: master },
      { provide: PersonalData, useValue: personalData },
      { provide: READ_MODELS, useValue: createMemoryReadModels() },
      { provide: ReadPositions, useClass: NoReadModels },
    ];
    return { module: StoresModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}

export interface AdminGateway extends TestGateway {
  readonly store: EventStore;
  readonly directory: Directory;
  readonly vault: Vault;
  readonly admin: { readonly token: string; readonly email: string; readonly password: string };
}

export const MASTER_KEY = Buffer.alloc(32, 5);
const CREDENTIALS = { adminEmail: 'root@example.com', adminPassword: 'correct horse battery' };

/** A gateway with everything that identity and catalog need, over stores in memory. */
export async function startAdminGateway(store = createMemoryEventStore()): Promise<AdminGateway> {
  const master = new MasterKey(MASTER_KEY);
  const directory = new Directory((provider, ciphertext) => openCredential(master, provider, ciphertext));
  const vault = new SqliteVault(':memory:', master);
  const stores = await StoresModule.over(store, directory, vault, CREDENTIALS as Secrets);
  const gateway = await startTestGateway([
    stores,
    MailModule,
    AuthModule,
    IdempotencyModule,
    EntitiesModule,
    CreditsModule,
    CustomersModule,
    ApiKeysModule,
    CatalogModule,
  ]);
  const { adminToken: token = '' } = gateway.gateway.app.get(Secrets);
  return { ...gateway, store, directory, vault, admin: { token, email: CREDENTIALS.adminEmail, password: CREDENTIALS.adminPassword } };
}

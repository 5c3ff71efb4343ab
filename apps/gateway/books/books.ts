import { Accounts, type AccountSnapshots, type Peers } from '#accounts';
import { openCredential } from '#catalog';
import { Directory, DirectoryFollower, EntityWriter, NameKeeper, PersonKeeper, catchUpDirectory } from '#directory';
import { ClaimEffects, ClaimLog, CommandClaims, PaymentClaims, type EffectAnswers } from '#claims';
import type { EventStore, JsonObject, Position } from '#event-store';
import type { InstallationSecrets } from '#identity';
import type { HistoryStore } from '#response-history';
import { EXIT, StartError, clockInfo, hearAcceptance, type Clock } from '#process';
import { accountSnapshots, readDirectory, sessionUses, type SessionUses } from '#projections';
import type { RowReader } from '#read-model';
import type { LifeStore } from '#membership';
import type { ProjectorView } from '#projecting';
import { MasterKey, PersonalData, WrongKeyError } from '#vault';
import type { Logger } from 'pino';
import { openOrSeedInstallation } from './installation.js';
import { newId } from '../ground/request-id.js';
import { VERSION } from '#process';
import type { Ground } from '../ground/ground.js';
import { FollowedLog } from './followed-log.js';
import { tellGap } from './gap.js';
import { ComparableStores } from './comparable-stores.js';
import { Life } from './life.js';
import { MoneyMetrics } from './money-metrics.js';
import { OtherGateways } from './other-gateways.js';
import { lackingPeople, vaultPlace } from './people.js';
import type { Stores } from './stores.js';

const PROGRESS_MS = 2_000;

/** Everything that is open while a gateway lives: stores, folds and writers. No HTTP in here. */
export interface Books {
  readonly store: EventStore;
  readonly projector: ProjectorView;
  readonly models: RowReader;
  /** Which other gateways live. Undefined where none can write beside this one. */
  readonly others: OtherGateways | undefined;
  /** Up to here the log was read when the books were opened. */
  readonly openedAt: Position;
  readonly responses: HistoryStore;
  readonly comparable: ComparableStores;
  readonly personal: PersonalData;
  readonly master: MasterKey;
  readonly directory: Directory;
  readonly entities: EntityWriter;
  readonly names: NameKeeper;
  readonly people: PersonKeeper;
  readonly sessionUses: SessionUses;
  readonly followed: FollowedLog;
  readonly installation: InstallationSecrets;
  readonly accounts: Accounts;
  readonly moneyMetrics: MoneyMetrics;
  readonly payments: PaymentClaims;
  readonly commands: CommandClaims;
}

/** How commands on accounts are answered, by whoever finishes them: what an answer is made of, only the edge knows. */
export type AnswersOver = (directory: Directory) => EffectAnswers;

/** Opens them in order, over stores that are open; registers what has to be closed. */
export async function openBooks(ground: Ground, stores: Stores, answersOver: AnswersOver): Promise<Books> {
  const { secrets, closers, log, clock } = ground;
  const { now } = clock;
  const { events: store, models, keep, vault, responses, projector, lives } = stores;
  const life = newId('life');
  if (lives !== undefined) await live(life, ground, lives);
  const master = new MasterKey(secrets.masterKey);
  const directory = new Directory((provider, ciphertext) => openCredential(master, provider, ciphertext));
  const { rows, asOf } = await readDirectory(models);
  directory.load(rows);
  const reached = await catchUpDirectory(store, directory, asOf, progressOf(log));
  const follower = lives && follow(store, directory, reached, log);
  if (follower) closers.register('background', 'directory', () => follower.stop());
  await tellGap(store, ground);
  const entities = new EntityWriter(store, directory, now);
  const installation = await openInstallation(entities, directory, master);
  const personal = new PersonalData(vault, await lackingPeople(ground, directory, models, vault, master));
  const others = lives && new OtherGateways(lives, life);
  const moneyMetrics = new MoneyMetrics();
  const snapshots = accountSnapshots(models, keep);
  const accounts = openAccounts(store, directory, clock, { snapshots, life, peers: others, moneyMetrics });
  const claims = new ClaimLog(store, now);
  const effects = new ClaimEffects(accounts, store, claims, now);
  return {
    store,
    projector,
    models,
    others,
    openedAt: reached,
    responses,
    comparable: new ComparableStores(vault, master, vaultPlace(ground.environment), stores.rebuild),
    personal,
    master,
    directory,
    entities,
    names: new NameKeeper(entities, directory, now),
    people: new PersonKeeper(entities, directory, now),
    sessionUses: sessionUses(models, keep),
    followed: new FollowedLog(follower),
    installation,
    accounts,
    moneyMetrics,
    payments: new PaymentClaims(claims, effects),
    commands: new CommandClaims(claims, effects, answersOver(directory)),
  };
}

/** Begun before anything is written under it, ended when nothing is left to write. */
async function live(id: string, { closers, readiness, stopRequest, log, clock }: Ground, lives: LifeStore): Promise<void> {
  const info = (): JsonObject => ({ version: VERSION, ...clockInfo(clock) });
  const life = await Life.begin(id, lives, { info, hear: (asked) => void hearAcceptance(clock, asked) });
  closers.register('projections', 'life', () => life.end());
  readiness.register('life', () => (life.dead.aborted ? 'other gateways have presumed this one dead' : undefined));
  life.dead.addEventListener('abort', () => {
    log.error({ life: id }, 'Other gateways have presumed this one dead and taken over what it had open');
    stopRequest.ask('its life was ended by another gateway');
  });
}

/** What other gateways write acts here within a second. */
function follow(store: EventStore, directory: Directory, after: Position, log: Logger): DirectoryFollower {
  return new DirectoryFollower({ store, directory, after, onTrouble: (trouble, err) => log.error({ err }, trouble) });
}

/** The first thing that the master key has to open: a wrong one is told here, before anything else is looked at. */
async function openInstallation(entities: EntityWriter, directory: Directory, master: MasterKey): Promise<InstallationSecrets> {
  try {
    return await openOrSeedInstallation(entities, directory, master);
  } catch (cause) {
    if (!(cause instanceof WrongKeyError)) throw cause;
    const keys = `these data were written with the key named ${cause.needed}, the one at hand is ${cause.given}`;
    const cure = 'set the key that belongs to them (one that was generated is kept in the file master-key of the data directory)';
    const message = `TOKENOK_MASTER_KEY is another master key than the one of this installation: ${keys}; ${cure}`;
    throw new StartError(EXIT.CONFIGURATION, message, { cause });
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

interface AccountsUse {
  readonly snapshots: AccountSnapshots;
  readonly life: string;
  readonly peers: Peers | undefined;
  readonly moneyMetrics: MoneyMetrics;
}

function openAccounts(
  store: EventStore,
  directory: Directory,
  clock: Clock,
  { snapshots, life, peers, moneyMetrics }: AccountsUse,
): Accounts {
  return new Accounts({
    store,
    snapshots,
    life,
    now: clock.now,
    mayClose: () => clock.doubt === undefined,
    ...(peers && { peers }),
    observe: (account, events) => moneyMetrics.observe(directory.customerOfAccount(account)?.currency ?? 'unknown', events),
    registered: (account) => {
      const customer = directory.customerOfAccount(account);
      if (!customer) return undefined;
      const { currency, time_zone: timeZone, registered_at: registeredAt } = customer;
      return { customer: customer.customer, currency, timeZone, registeredAt };
    },
  });
}

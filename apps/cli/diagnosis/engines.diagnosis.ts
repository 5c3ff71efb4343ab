import { setTimeout as delay } from 'node:timers/promises';
import type { EventReader } from '#event-store';
import { PROJECTIONS } from '#projections';
import { BEAT_EVERY_MS, LeaderWatch, type LifeRecord, type LifeStore } from '#membership';
import { RemoteProjector, type ProjectionStatus, type ProjectorStatus } from '#projecting';
import type { RowReader } from '#read-model';
import { PROJECTOR_LEADERSHIP } from '#projector';
import { diagnoseClocks } from './clock.diagnosis.js';
import { attention, broken, fine, type Diagnosis } from './diagnosis.js';
import { diagnosePeopleOnEngines } from './people.diagnosis.js';
import { plural } from '../output/output.js';
import type { OnEngines } from '../sources/source.js';

/** Longer than whoever lives is quiet. */
const LOOK_MS = BEAT_EVERY_MS + 500;

/** Both engines, what the projectors make of them, and who lives. Looks twice, because nobody's clock stands in the stores. */
export async function diagnoseEngines(source: OnEngines): Promise<Diagnosis[]> {
  const events = await opened('EventStoreDB', () => source.events());
  const rows = await opened('MongoDB', () => source.rows());
  try {
    const found = [events.diagnosis, rows.diagnosis];
    if (!rows.store) return found;
    const url = source.engines.mongodbUrl;
    const { diagnosis: gateways, lives } = await diagnoseLives(url);
    if (!events.store) return [...found, gateways];
    const people = await diagnosePeopleOnEngines(events.store, source.engines);
    const clocks = await diagnoseClocks(events.store, lives);
    return [...found, ...(await diagnoseProjections(events.store, rows.store, url)), people, gateways, clocks];
  } finally {
    await events.store?.close();
    await rows.store?.close();
  }
}

/** Which of the variables that gateways share are there; what they are is nobody's business here. */
export function diagnoseSharedSecrets(): Diagnosis[] {
  const { TOKENOK_MASTER_KEY: masterKey, TOKENOK_ADMIN_TOKEN: adminToken } = process.env;
  return [
    masterKey === undefined
      ? broken('master key', 'TOKENOK_MASTER_KEY is not set: no gateway starts')
      : fine('master key', 'from TOKENOK_MASTER_KEY'),
    adminToken === undefined
      ? attention('admin token', 'TOKENOK_ADMIN_TOKEN is not set: /admin takes sessions alone')
      : fine('admin token', 'from TOKENOK_ADMIN_TOKEN'),
  ];
}

interface Opened<Store> {
  readonly store: Store | undefined;
  readonly diagnosis: Diagnosis;
}

async function opened<Store>(check: string, open: () => Promise<Store>): Promise<Opened<Store>> {
  try {
    return { store: await open(), diagnosis: fine(check, 'answers') };
  } catch (fault) {
    return { store: undefined, diagnosis: broken(check, (fault as Error).message) };
  }
}

async function diagnoseProjections(events: EventReader, models: RowReader, url: string): Promise<Diagnosis[]> {
  const { openMongoTerms } = await import('#membership/mongodb');
  const terms = await openMongoTerms({ url });
  try {
    const watch = new LeaderWatch(terms, PROJECTOR_LEADERSHIP);
    const view = new RemoteProjector({ events, models, projections: PROJECTIONS, leader: () => watch.look() });
    const before = await watch.look();
    await delay(LOOK_MS);
    const status = await view.status();
    return [leaderOf(status, before?.heartbeat), ...status.projections.map(lagOf)];
  } catch (fault) {
    return [broken('projections', (fault as Error).message)];
  } finally {
    await terms.close();
  }
}

function leaderOf({ heartbeat }: ProjectorStatus, before: string | undefined): Diagnosis {
  if (heartbeat === null) return attention('projector', 'none leads: `tokenok project` starts one');
  if (heartbeat === before) return attention('projector', 'the one that leads has not been heard of while this looked');
  return fine('projector', 'one leads');
}

/** Behind is no fault of projectors that are stopped or busy: they catch up. Standing still is. */
function lagOf({ name, state, behind, poison, parked }: ProjectionStatus): Diagnosis {
  const check = `projection ${name}`;
  if (poison) return broken(check, `stands still in front of position ${poison.position}: ${poison.message}`);
  if (parked.length > 0)
    return attention(check, `${plural(parked.length, 'stream')} parked, the first at position ${parked[0]?.position ?? '?'}`);
  if (state === 'building') return attention(check, 'not built yet');
  return fine(check, behind === '0' ? 'up to date' : `${plural(BigInt(behind), 'event')} behind`);
}

async function diagnoseLives(url: string): Promise<{ readonly diagnosis: Diagnosis; readonly lives: readonly LifeRecord[] }> {
  const { openMongoLives } = await import('#membership/mongodb');
  let lives: LifeStore | undefined;
  try {
    lives = await openMongoLives({ url });
    const before = new Map((await lives.list()).map(({ life, beats }) => [life, beats]));
    await delay(LOOK_MS);
    const open = (await lives.list()).filter(({ ended }) => !ended);
    const alive = open.filter(({ life, beats }) => before.get(life) !== beats).length;
    const quiet = open.length - alive;
    const detail = `${plural(alive, 'gateway')} alive${quiet > 0 ? `, ${quiet} not heard of while this looked` : ''}`;
    return { diagnosis: quiet > 0 ? attention('gateways', detail) : fine('gateways', detail), lives: open };
  } catch (fault) {
    return { diagnosis: broken('gateways', (fault as Error).message), lives: [] };
  } finally {
    await lives?.close();
  }
}

import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { PROJECTIONS } from '#projections';
import { openSqliteRowReader } from '#read-model/sqlite';
import type { DataDirectory } from '#process';
import { diagnosePeople } from './people.diagnosis.js';
import { openEvents } from '../sources/directory.source.js';
import { attention, broken, fine, type Diagnosis } from './diagnosis.js';
import { grouped, plural } from '../output/output.js';

const RESTORE = 'restore it from a backup';
const BUILT_ANEW = 'the next start sets it aside and builds it anew from the events';
const BEGUN_EMPTY = 'the next start sets it aside and begins it empty';

export async function diagnoseStores(directory: DataDirectory): Promise<Diagnosis[]> {
  const events = await diagnoseEvents(directory);
  const vault = diagnoseFile('vault', directory.vault, 'broken', RESTORE);
  // A directory that no gateway of this version has served has none.
  const responses = existsSync(directory.responses) ? [diagnoseFile('kept responses', directory.responses, 'attention', BEGUN_EMPTY)] : [];
  const people = events.diagnoses.every(({ status }) => status === 'fine') ? [await diagnosePeople(directory)] : [];
  return [...events.diagnoses, ...(await diagnoseReadModels(directory, events.head)), vault, ...people, ...responses];
}

async function diagnoseEvents(directory: DataDirectory): Promise<{ diagnoses: Diagnosis[]; head: bigint }> {
  try {
    const events = openEvents(directory);
    try {
      const head = await events.head();
      const sound = diagnoseFile('events', directory.events, 'broken', RESTORE);
      return { diagnoses: [sound.status === 'fine' ? fine('events', `${sound.detail}, position ${grouped(head)}`) : sound], head };
    } finally {
      await events.close();
    }
  } catch (fault) {
    return { diagnoses: [broken('events', (fault as Error).message)], head: 0n };
  }
}

/** SQLite's own check reads the whole file. */
function diagnoseFile(check: string, file: string, without: 'broken' | 'attention', cure: string): Diagnosis {
  if (!existsSync(file)) return { check, status: without, detail: `there is no ${file}: has a gateway ever started here? If so, ${cure}` };
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const lines = database.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    const problems = lines.map(({ integrity_check: line }) => line).filter((line) => line !== 'ok');
    return problems.length === 0
      ? fine(check, 'sound')
      : broken(check, `${file} is damaged: ${problems[0] ?? ''} (${plural(problems.length, 'problem')}): ${cure}`);
  } catch (fault) {
    return broken(check, `${file}: ${(fault as Error).message}: ${cure}`);
  } finally {
    database?.close();
  }
}

async function diagnoseReadModels(directory: DataDirectory, head: bigint): Promise<Diagnosis[]> {
  const sound = diagnoseFile('read models', directory.readModels, 'attention', BUILT_ANEW);
  if (sound.status !== 'fine') return [sound];
  try {
    const reader = openSqliteRowReader({ file: directory.readModels });
    try {
      const lags: Diagnosis[] = [];
      for (const { name, version } of PROJECTIONS) {
        const checkpoint = await reader.checkpoint({ name, version });
        lags.push(lagOf(`projection ${name}`, checkpoint, head));
      }
      return [sound, ...lags];
    } finally {
      await reader.close();
    }
  } catch (fault) {
    return [broken('read models', (fault as Error).message)];
  }
}

type FoundCheckpoint = Awaited<ReturnType<ReturnType<typeof openSqliteRowReader>['checkpoint']>>;

/** Behind is no fault of a gateway that is stopped or busy: it catches up. Standing still is. */
function lagOf(check: string, checkpoint: FoundCheckpoint, head: bigint): Diagnosis {
  if (!checkpoint) return attention(check, 'not built yet');
  const { position, stopped, parked } = checkpoint;
  if (stopped) return broken(check, `stands still in front of position ${stopped.position}: ${stopped.message}`);
  if (parked.length > 0)
    return attention(check, `${plural(parked.length, 'stream')} parked, the first at position ${parked[0]?.position ?? '?'}`);
  if (position > head) return broken(check, `ahead of the log: ${grouped(position)} of ${grouped(head)}`);
  return fine(check, position === head ? 'up to date' : `${plural(head - position, 'position')} behind`);
}

// Folds events.db again beside a gateway that serves, and compares with read-models.db. SqliteRebuildAside is the other end.
import { openSqliteEventReader } from '#event-store/sqlite';
import { PROJECTIONS, foldedShape } from '#projections';
import { builtAmong, rebuildAndCompare } from '#projecting';
import { openSqliteReadModels, openSqliteRowReader } from '#read-model/sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromRebuild, RebuildFiles } from './rebuild.protocol.js';

const port = parentPort;
if (port === null) throw new Error('rebuild.worker.js runs as a worker thread');
const tell = (message: FromRebuild): void => port.postMessage(message);

try {
  const { eventsFile, readModelsFile, scratchFile } = workerData as RebuildFiles;
  const live = openSqliteRowReader({ file: readModelsFile });
  const projections = await builtAmong(live, PROJECTIONS);
  const events = openSqliteEventReader({ file: eventsFile, pollMs: Infinity });
  const scratch = openSqliteReadModels({ file: scratchFile });
  tell({ rebuilt: await rebuildAndCompare({ events, live, scratch, projections, upcast: foldedShape }) });
  await Promise.all([scratch.close(), live.close(), events.close()]);
} catch (error) {
  const { code = 'REBUILD_FAILED', message } = error as NodeJS.ErrnoException;
  tell({ fault: { code, message } });
}
port.close();

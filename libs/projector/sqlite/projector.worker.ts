// The projector thread of an embedded gateway: follows events.db, keeps read-models.db. ProjectorThread is the other end.
import { openSqliteEventReader } from '#event-store/sqlite';
import { PROJECTIONS, foldedShape } from '#projections';
import { ProjectionRunner, ProjectorLoop, type FromProjector, type ProjectorFiles, type ToProjector } from '#projecting';
import { RowKeeper, openSqliteReadModels } from '#read-model/sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const port = parentPort;
if (port === null) throw new Error('projector.worker.js runs as a worker thread');
const tell = (message: FromProjector): void => port.postMessage(message);

try {
  const { eventsFile, readModelsFile, duty } = workerData as ProjectorFiles;
  const events = openSqliteEventReader({ file: eventsFile, pollMs: Infinity });
  const models = openSqliteReadModels({ file: readModelsFile });
  const runner = await ProjectionRunner.open({ events, models, projections: PROJECTIONS, upcast: foldedShape });
  const loop = new ProjectorLoop({ runner, tell, duty });
  const keeper = new RowKeeper(() => Promise.resolve(models));
  port.on('message', (message: ToProjector) =>
    'keep' in message ? keeper.keep(message.keep.collection, message.keep.row) : loop.receive(message),
  );
  await loop.run();
  await keeper.settled();
  await models.close();
  await events.close();
} catch (error) {
  const { code = 'PROJECTOR_FAILED', message } = error as NodeJS.ErrnoException;
  tell({ fault: { code, message } });
}
port.close();

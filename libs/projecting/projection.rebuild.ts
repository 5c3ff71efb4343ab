import type { Position } from '#event-store';
import { compareMovingRows } from './compare.moving.js';
import { compareRows, type Difference } from './compare.js';
import type { EventSource } from './event-page.js';
import type { Projection } from './projection.js';
import { ProjectionRunner } from './projection.runner.js';
import type { Checkpoint, ReadModels, RowReader } from '#read-model';

export interface RebuildOptions extends EventSource {
  /**
   * The read models that serve. They may go on meanwhile: what is compared is one moment of them, or, on an engine that has none,
   * each row as of the event that it has seen last.
   */
  readonly live: RowReader;
  /** Empty read models beside them. */
  readonly scratch: ReadModels;
  readonly projections: readonly Projection[];
  readonly progress?: (folded: Position, target: Position) => void;
}

export interface Rebuilt {
  readonly name: string;
  readonly version: number;
  /** Both sides were compared as of here. */
  readonly position: Position;
  /** Rows that are the same. */
  readonly rows: number;
  /** What is wrong; undefined when every row equals the live one byte for byte. */
  readonly problem: string | undefined;
  readonly difference: Difference | undefined;
}

/** Those of which something has been stored. */
export async function builtAmong(models: Pick<RowReader, 'checkpoint'>, projections: readonly Projection[]): Promise<Projection[]> {
  const built: Projection[] = [];
  for (const projection of projections) if (await models.checkpoint(projection)) built.push(projection);
  return built;
}

/** Folds the events again, up to exactly where each live projection stands, and compares row by row. Writes nothing into the live ones. */
export async function rebuildAndCompare(options: RebuildOptions): Promise<readonly Rebuilt[]> {
  const snapshot = await options.live.snapshot?.();
  try {
    const live = snapshot ?? options.live;
    const checkpoints = new Map<Projection, Checkpoint | undefined>();
    for (const projection of options.projections) checkpoints.set(projection, await live.checkpoint(projection));
    const built = options.projections.filter((projection) => checkpoints.get(projection));
    await foldAgain(options, built, (projection) => checkpoints.get(projection)?.position ?? 0n);
    const rebuilt: Rebuilt[] = [];
    for (const projection of options.projections) {
      const checkpoint = checkpoints.get(projection);
      if (!checkpoint) rebuilt.push(unbuilt(projection, 'has not been built'));
      else rebuilt.push(await (snapshot ? compare(options, snapshot, projection, checkpoint) : compareMoving(options, projection)));
    }
    return rebuilt;
  } finally {
    await snapshot?.close();
  }
}

async function foldAgain(
  { events, scratch, upcast, progress }: RebuildOptions,
  projections: readonly Projection[],
  until: (projection: Projection) => Position,
): Promise<void> {
  const target = projections.map(until).reduce((furthest, position) => (position > furthest ? position : furthest), 0n);
  const runner = await ProjectionRunner.open({
    events,
    models: scratch,
    projections,
    until,
    ...(upcast && { upcast }),
  });
  await runner.run(() => {
    const folded = runner.checkpoints().reduce((furthest, { position }) => (position > furthest ? position : furthest), 0n);
    progress?.(folded, target);
  });
}

function unbuilt({ name, version }: Projection, problem: string): Rebuilt {
  return { name, version, position: 0n, rows: 0, problem, difference: undefined };
}

async function compare({ scratch }: RebuildOptions, live: RowReader, projection: Projection, checkpoint: Checkpoint): Promise<Rebuilt> {
  const { rows, first } = await compareRows(live, scratch, projection);
  return judged(scratch, projection, checkpoint, rows, first);
}

async function compareMoving(options: RebuildOptions, projection: Projection): Promise<Rebuilt> {
  const foldTo = (position: Position): Promise<void> => foldAgain(options, [projection], () => position);
  const { rows, first, checkpoint } = await compareMovingRows({ ...options, projection, foldTo });
  if (!checkpoint) return unbuilt(projection, 'was dropped or made anew meanwhile: run the rebuild again');
  return judged(options.scratch, projection, checkpoint, rows, first);
}

async function judged(
  scratch: ReadModels,
  projection: Projection,
  checkpoint: Checkpoint,
  rows: number,
  first: Difference | undefined,
): Promise<Rebuilt> {
  const { name, version } = projection;
  // A lazy projection that has stored nothing yet stands before the first event, and so does a rebuild that had nothing to fold.
  const again = (await scratch.checkpoint(projection)) ?? { position: 0n, eventId: null };
  const reached = again.position === checkpoint.position && again.eventId === checkpoint.eventId;
  const problem = reached ? first && describe(first) : `stands at an event that the log does not have at ${checkpoint.position}`;
  return { name, version, position: checkpoint.position, rows, problem, difference: first };
}

function describe({ key, live, rebuilt }: Difference): string {
  if (!live) return `lacks the row ${key}`;
  if (!rebuilt) return `has a row ${key} that follows from no event`;
  if (live.json !== rebuilt.json) return `holds another row ${key} than follows from the events`;
  return `has the row ${key} as of position ${live.position} instead of ${rebuilt.position}`;
}

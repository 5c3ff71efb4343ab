import type { EventStore, Position } from '#event-store';
import type { Directory } from './directory.js';
import { DIRECTORY_FILTER } from './directory.row.js';

const PAGE = 10_000;

/** Reads what the directory is missing, up to the head. Returns the position that it has reached: follow the log from there. */
export async function catchUpDirectory(
  store: Pick<EventStore, 'readAll'>,
  directory: Directory,
  after: Position,
  progress: (reached: Position) => void = () => undefined,
): Promise<Position> {
  for (let reached = after; ;) {
    const page = await store.readAll({ after: reached, max: PAGE, filter: DIRECTORY_FILTER });
    for (const event of page.events) directory.apply(event);
    reached = page.scannedTo;
    progress(reached);
    if (page.atHead) return reached;
  }
}

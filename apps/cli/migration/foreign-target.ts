import type { RawEvent } from '#event-store';
import { CommandError } from '../output/exit-codes.js';

/** The target holds what is not of the log that is moved: nothing is written over or behind it. */
export function foreign({ stream, revision }: Pick<RawEvent, 'stream' | 'revision'>, what?: string): CommandError {
  return new CommandError(
    `The target is not empty, and does not hold this log: ${stream} revision ${revision} ` +
      `${what ?? 'is not what the log has in that place'}. Migrate into an EventStoreDB that nobody has used`,
  );
}

import { DataDirectory } from '#process';
import type { Closers } from './closers.js';

/** The directory is there, ours, nobody else's until everything is closed, and its books have not been moved elsewhere. */
export function holdDataDirectory(dataDir: string, closers: Closers): void {
  const lock = new DataDirectory(dataDir).hold();
  closers.register('directory', 'directory lock', () => lock.release());
}

import { readFileSync, statSync } from 'node:fs';
import type { LockFiles } from './directory-lock.js';

/**
 * Which process holds the data directory; undefined for none. Asked without touching the lock: trying it, even for reading, could
 * make a gateway that starts at that moment believe that the directory is in use. Linux tells who holds it; elsewhere
 * `gateway.pid` is believed as long as its process lives.
 */
export function directoryHolder({ lockFile, pidFile }: LockFiles): number | undefined {
  const lock = statSync(lockFile, { throwIfNoEntry: false });
  if (!lock) return undefined;
  const locks = systemLocks();
  if (locks === undefined) return livingPid(pidFile);
  const holder = locks.find(({ inode }) => inode === lock.ino);
  return holder && (holder.pid > 0 ? holder.pid : (livingPid(pidFile) ?? holder.pid));
}

/** `1: POSIX  ADVISORY  WRITE 1234 fd:01:5678 0 EOF` (proc(5)). */
function systemLocks(): { readonly pid: number; readonly inode: number }[] | undefined {
  try {
    return readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .map((line) => /WRITE\s+(-?\d+)\s+\S+:(\d+)\s/.exec(line))
      .filter((match) => match !== null)
      .map(([, pid, inode]) => ({ pid: Number(pid), inode: Number(inode) }));
  } catch {
    return undefined;
  }
}

function livingPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').trim());
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

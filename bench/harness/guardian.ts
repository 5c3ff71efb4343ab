import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Outlives the bench by a moment, whatever ends it (kill -9 included): when its standard input closes, it kills every process group
 * that is still open and removes the workspace. Lines: `+<group>` when one was started, `-<group>` when it has ended.
 */
const workspace = process.argv[2];
const groups = new Set<number>();

for await (const line of createInterface({ input: process.stdin })) {
  const group = Number(line.slice(1));
  if (!Number.isSafeInteger(group) || group <= 1) continue;
  if (line.startsWith('+')) groups.add(group);
  else groups.delete(group);
}
for (const group of groups) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
if (workspace !== undefined) rmSync(workspace, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How it ends, once its output is read whole. Rejects at once where it could not be spawned: such a process never tells of an end. */
export function exitOf(child: ChildProcess): Promise<Exit> {
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  // Whoever waits for something else of it hears it there.
  exit.catch(() => undefined);
  return exit;
}

/** Rejects where it ends, or could not be spawned, before it has printed a line. */
export async function firstLine(child: ChildProcess): Promise<string> {
  const output = child.stdout;
  if (!output) throw new Error('Nobody reads what it prints');
  const line = new Promise<string>((resolve) => createInterface({ input: output }).once('line', resolve));
  const ended = exitOf(child).then(({ code, signal }) => {
    throw new Error(`${child.spawnargs.join(' ')}: ended with ${String(code ?? signal)} before it printed a line`);
  });
  return Promise.race([line, ended]);
}

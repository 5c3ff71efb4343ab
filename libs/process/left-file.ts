import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** For another process that looks for it: whole before it has its name. */
export function leaveFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Taken once. Undefined where nobody has left anything. */
export function takeFile(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    rmSync(file, { force: true });
    return text;
  } catch {
    return undefined;
  }
}

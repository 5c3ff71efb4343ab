import { readFileSync } from 'node:fs';

/** What a gateway of some load needs: one for each client, one for each provider's connection, some for stores. */
const ENOUGH = 4_096;

/**
 * How many files and sockets the process may have open (`ulimit -n`; Node takes the hard limit at its start); undefined where the
 * system does not tell, or sets none.
 */
export function openFiles(): number | undefined {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return ofReport();
  }
}

/** Where there is no /proc: slower. */
function ofReport(): number | undefined {
  const report = process.report.getReport() as { readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } } };
  const soft = Number(report.userLimits?.open_files?.soft);
  return Number.isSafeInteger(soft) ? soft : undefined;
}

/** What to say of a limit that is too low; undefined where it is enough. */
export function tooFewFiles(limit: number | undefined): string | undefined {
  if (limit === undefined || limit >= ENOUGH) return undefined;
  return `ulimit -n is ${limit}: each request takes two, so some ${Math.max(0, Math.floor(limit / 2) - 64)} at once are possible; ${ENOUGH} or more are wanted`;
}

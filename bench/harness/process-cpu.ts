import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** `sysconf(_SC_CLK_TCK)`, 100 on every Linux that Node runs on: /proc counts in ticks of 10 ms. */
const MS_PER_TICK = 10;
const SETTLE_STEP_MS = 200;

/**
 * Processor time that a process group has used so far, in milliseconds, user and system. Undefined without /proc. Time of a
 * process does not depend on what else the machine does as much as its speed does.
 */
export function cpuMs(group: number): number | undefined {
  try {
    return processesOf(group).reduce((sum, { ticks }) => sum + ticks, 0) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}

/** The same by the name of the threads that live now, summed where several are called alike. Empty without /proc. */
export function threadCpuMs(group: number): ReadonlyMap<string, number> {
  const byName = new Map<string, number>();
  try {
    for (const { pid } of processesOf(group)) {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const stat = statOf(`${pid}/task/${thread}`);
        if (stat) byName.set(stat.name, (byName.get(stat.name) ?? 0) + stat.ticks * MS_PER_TICK);
      }
    }
  } catch {
    // No /proc, or a process has ended meanwhile.
  }
  return byName;
}

function processesOf(group: number): { readonly pid: string; readonly ticks: number }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      const stat = statOf(pid);
      return stat?.group === group ? [{ pid, ticks: stat.ticks }] : [];
    });
}

/** proc(5): the name stands in parentheses; of the fields behind it 3 is pgrp, 12 and 13 are utime and stime, counted from state as 1. */
function statOf(path: string): { readonly name: string; readonly group: number; readonly ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${path}/stat`, 'latin1');
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    return { name: stat.slice(stat.indexOf('(') + 1, end), group: Number(fields[2]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

/**
 * Waits until a group uses less than a tenth of a core, so that what it still does for one load (projections) is counted as its own
 * and does not slow the next one down. False when it does not come to rest within `timeoutMs`.
 */
export async function settle(group: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (let before = cpuMs(group); before !== undefined;) {
    await sleep(SETTLE_STEP_MS);
    const now = cpuMs(group);
    if (now === undefined || now - before <= SETTLE_STEP_MS / 10) return true;
    if (performance.now() > deadline) return false;
    before = now;
  }
  await sleep(SETTLE_STEP_MS);
  return true;
}

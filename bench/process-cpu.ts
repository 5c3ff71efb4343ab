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
    let ticks = 0;
    for (const entry of readdirSync('/proc')) if (/^\d+$/.test(entry)) ticks += ticksOf(entry, group);
    return ticks * MS_PER_TICK;
  } catch {
    return undefined;
  }
}

/** proc(5): the fields after the command's closing parenthesis; 3 is pgrp, 12 and 13 are utime and stime, counted from state as 1. */
function ticksOf(pid: string, group: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[2]) === group ? Number(fields[11]) + Number(fields[12]) : 0;
  } catch {
    return 0; // It has ended meanwhile.
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

import { setTimeout as delay } from 'node:timers/promises';
import { verify, type Audited, type Finding } from '#audit';
import type { EventReader, EventStore, Position } from '#event-store';
import type { Vault } from '#vault';
import { CommandError } from '../output/exit-codes.js';
import { foreign } from './foreign-target.js';
import { LogComparison } from './log-comparison.js';
import { recordedAppends } from './recorded-append.js';
import { surelyAppended } from './surely-appended.js';

export interface MigrationOptions {
  /** The embedded log. Nobody else writes to it meanwhile: whoever calls holds the data directory. */
  readonly source: EventReader;
  readonly target: EventStore;
  readonly vault: { readonly source: Vault; readonly target: Vault };
  readonly onFinding: (finding: Finding) => void;
  readonly onProgress?: (phase: MigrationPhase, done: Position, total: Position) => void;
  /** How long the target may be away at a stretch. */
  readonly patienceMs?: number;
}

/** In this order. */
export type MigrationPhase =
  'verifying the source' | 'looking at the target' | 'moving the vault' | 'moving events' | 'verifying the target';

export interface Migrated {
  /** Of the target; of the source where nothing was moved because it does not hold. */
  readonly audited: Audited;
  /** Events of the source. */
  readonly events: bigint;
  readonly copied: bigint;
  /** Events that the target holds behind those of the source. */
  readonly beyond: bigint;
  readonly keys: number;
  readonly erased: number;
  readonly holds: boolean;
}

/** The target shows events in the order of the log a moment later than in their streams. */
const MAX_LAG_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/**
 * Moves an installation: first whatever could stop it is looked for and nothing is written where it is found; then the vault, so that
 * it has the key of every person whom an event names; then the events, one append at a time; then all is read back. What the target
 * holds says where to go on, so it may be stopped at any instant and run again, any number of times (ADR 0016).
 */
export async function migrate(options: MigrationOptions): Promise<Migrated> {
  const { source, target, vault } = options;
  const head = await source.head();
  const ours = await verified(options, 'verifying the source', source, head);
  const nothing = { events: head, copied: 0n, beyond: 0n, keys: 0, erased: 0 };
  if (!ours.holds) return { audited: ours.audited, ...nothing, holds: false };
  const there = await eventsThere(options, head);
  const keys = await moveKeys(vault, (done) => options.onProgress?.('moving the vault', BigInt(done), 0n));
  let last: Position = 0n;
  let moved = there;
  for await (const append of recordedAppends(source, there)) {
    last = await surelyAppended(target, append, options.patienceMs);
    moved += BigInt(append.events.length);
    options.onProgress?.('moving events', moved, head);
  }
  await shownUpTo(target, last);
  return { ...nothing, ...keys, copied: moved - there, ...(await readBack(options)) };
}

/** How many events of the source the target begins with. Throws where it holds anything else. */
async function eventsThere({ source, target, onProgress }: MigrationOptions, head: Position): Promise<bigint> {
  const comparison = new LogComparison(source);
  try {
    for await (const event of target.scan({ after: 0n })) {
      await comparison.take(event);
      if (comparison.difference) throw foreign(event);
      onProgress?.('looking at the target', comparison.same, head);
    }
    return comparison.same;
  } finally {
    await comparison.close();
  }
}

async function moveKeys(
  { source, target }: MigrationOptions['vault'],
  moved: (keys: number) => void,
): Promise<{ keys: number; erased: number }> {
  const counts = { keys: 0, erased: 0 };
  for await (const key of source.wrappedKeys()) {
    // Opened once, so that a wrong master key is found here and not by the first gateway.
    if (key.wrapped !== null) await source.open(key.subject);
    await target.takeOver(key);
    counts[key.wrapped === null ? 'erased' : 'keys'] += 1;
    moved(counts.keys + counts.erased);
  }
  return counts;
}

async function shownUpTo(target: EventStore, position: Position): Promise<void> {
  const startedMs = performance.now();
  while ((await target.head()) < position) {
    if (performance.now() - startedMs > MAX_LAG_MS)
      throw new CommandError(`The target does not show its events up to position ${position}`);
    await delay(LOOK_AGAIN_MS);
  }
}

/** The whole verifier over the whole target and, in the same pass, each event against the source. */
async function readBack(options: MigrationOptions): Promise<Pick<Migrated, 'audited' | 'holds' | 'beyond'>> {
  const { source, target, onFinding } = options;
  const comparison = new LogComparison(source);
  try {
    const compared = {
      gapless: target.gapless,
      head: () => target.head(),
      scan: (from: { after: Position }) => comparison.over(target.scan(from)),
    };
    const { audited, holds } = await verified(options, 'verifying the target', compared, await target.head());
    const finding = await comparison.finding();
    if (finding) onFinding(finding);
    return { audited, holds: holds && finding === undefined, beyond: comparison.beyond };
  } finally {
    await comparison.close();
  }
}

async function verified(
  { onFinding, onProgress }: MigrationOptions,
  phase: MigrationPhase,
  log: Parameters<typeof verify>[0],
  head: Position,
): Promise<{ audited: Audited; holds: boolean }> {
  let holds = true;
  const audited = await verify(log, {
    onFinding: (finding) => {
      holds = false;
      onFinding(finding);
    },
    onProgress: (position) => onProgress?.(phase, position, head),
  });
  return { audited, holds };
}

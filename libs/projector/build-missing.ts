import { setTimeout as delay } from 'node:timers/promises';
import type { Position } from '#event-store';
import { foldedShape } from '#projections';
import { FencedError } from '#read-model';
import { Leadership, RENEW_EVERY_MS, type Term } from '#membership';
import { ProjectionRunner, type Projection } from '#projecting';
import { PROJECTOR_LEADERSHIP, type ProjectorStores } from './projector.stores.js';

export interface BuildMissingOptions {
  readonly stores: ProjectorStores;
  readonly projections: readonly Projection[];
  /** Of this process alone, and new with each of its lives. */
  readonly holder: string;
  /** How long another projector is waited for, to see whether it lives. */
  readonly waitMs?: number;
  readonly progress?: (folded: Position, target: Position) => void;
}

/** A projector leads, and builds what is missing by itself. */
export class ProjectorLeadsError extends Error {
  readonly code = 'PROJECTOR_LEADS';
}

/** A projector that died is followed within six seconds. */
const WAIT_MS = 10_000;
/** Ends a build whose term was lost without the store having said so. */
const LOST = 'Another projector has taken over while the read models were built';

/**
 * Builds projections that have never reached the head of the log, in place, as the projector would: under its term, so that no other
 * writer meets this one. Goes on where an earlier build was stopped. Resolves with those it built; throws `ProjectorLeadsError` where
 * another projector lives.
 */
export async function buildMissing(options: BuildMissingOptions): Promise<readonly Projection[]> {
  const { stores, projections, holder, waitMs = WAIT_MS } = options;
  const missing: Projection[] = [];
  for (const projection of projections) if (!(await stores.rows.checkpoint(projection))?.live) missing.push(projection);
  if (missing.length === 0) return [];
  const leadership = new Leadership({ leases: stores.terms, name: PROJECTOR_LEADERSHIP, holder });
  const term = await acquired(leadership, waitMs);
  if (!term) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new ProjectorLeadsError(`A projector leads and is building ${names}: \`tokenok doctor\` shows how far it is`);
  }
  try {
    await build(options, missing, leadership, term);
    return missing;
  } catch (fault) {
    throw fault instanceof FencedError ? new ProjectorLeadsError(LOST, { cause: fault }) : fault;
  } finally {
    await leadership.release().catch(() => undefined);
  }
}

async function acquired(leadership: Leadership, waitMs: number): Promise<Term | undefined> {
  for (const startedMs = performance.now(); ; await delay(RENEW_EVERY_MS)) {
    const term = await leadership.acquire();
    if (term || performance.now() - startedMs > waitMs) return term;
  }
}

async function build(
  { stores, progress }: BuildMissingOptions,
  missing: readonly Projection[],
  leadership: Leadership,
  term: Term,
): Promise<void> {
  const done = new AbortController();
  const renewal = renewed(leadership, done.signal);
  const models = await stores.readModels(term);
  try {
    const target = await stores.events.head();
    const runner = await ProjectionRunner.open({ events: stores.events, models, projections: missing, upcast: foldedShape });
    await runner.run(() => {
      if (!leadership.held) throw new ProjectorLeadsError(LOST);
      progress?.(furthest(runner), target);
    });
  } finally {
    done.abort();
    await renewal;
    await models.close().catch(() => undefined);
  }
}

/** Who cannot renew in time stops by itself, though the fence would hold. */
async function renewed(leadership: Leadership, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(RENEW_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await leadership.renew().catch(() => undefined);
  }
}

function furthest(runner: ProjectionRunner): Position {
  return runner.checkpoints().reduce((most, { position }) => (position > most ? position : most), 0n);
}

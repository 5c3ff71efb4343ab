import type { Position } from '#event-store';
import { compareVersions } from './compare.js';
import { readPage, type EventPage, type EventSource } from './event-page.js';
import { FrontWindow } from './front-window.js';
import { ProjectionFold } from './projection.fold.js';
import type { Projection } from './projection.js';
import type { Checkpoint, CollectionName, ReadModels } from '#read-model';

export interface RunnerOptions extends EventSource {
  readonly models: ReadModels;
  readonly projections: readonly Projection[];
  /** Folds each projection up to here and no further: for rebuilding what was live at a checkpoint. */
  readonly until?: (projection: Projection) => Position;
  /** Events in a commit; more where everything is built anew, if it is not said. */
  readonly pageEvents?: number;
  /** For lazy projections: milliseconds of any clock that only goes forward. */
  readonly clockMs?: () => number;
}

export interface Step {
  readonly folded: number;
  /** Nothing was left to read when this step read. */
  readonly atHead: boolean;
}

const PAGE_EVENTS = 1_000;
/** Nobody reads what is being built, and a row that many events belong to is written once for all of a commit. */
const BUILDING_EVENTS = 16_000;
/** Rows that wait for a commit, over all projections: what is in memory is bounded by them, not by events. */
const MOST_ROWS = 20_000;
const EVENTS_AT_ONCE = 100;
const LAZY_MS = 1_000;
const LAZY_EVENTS = 20_000;

/**
 * Leads projections through the events: one read and one parse of a page for all of them, one commit of their rows and
 * checkpoints. Continues from the checkpoints it finds; one that is not of this log, or ahead of it, begins anew.
 */
export class ProjectionRunner {
  readonly #window = new FrontWindow();
  #lazyStoredMs: number;

  private constructor(
    private readonly options: RunnerOptions,
    private readonly folds: readonly ProjectionFold[],
  ) {
    this.#lazyStoredMs = this.#clockMs();
  }

  static async open(options: RunnerOptions): Promise<ProjectionRunner> {
    const { models, projections, until } = options;
    const folds: ProjectionFold[] = [];
    for (const projection of projections) {
      const fold = new ProjectionFold(projection, models, await usableCheckpoint(options, projection));
      if (until) fold.limit = until(projection);
      else if (!fold.live) fold.limit = await placeToCompare(models, fold);
      folds.push(fold);
    }
    return new ProjectionRunner(options, folds);
  }

  /** One page for the projections at the front, and one for those that are still being built behind them. */
  async step(): Promise<Step> {
    const active = this.folds.filter((fold) => fold.active);
    const front = active.reduce((furthest, { position }) => (position > furthest ? position : furthest), 0n);
    const start = this.#window.start(front);
    const near = active.filter(({ position }) => position >= start);
    const far = active.filter((fold) => !near.includes(fold));
    const [first, second] = [await this.#advance(near, front), await this.#advance(far)];
    return { folded: first.folded + second.folded, atHead: first.atHead && second.atHead };
  }

  /** Steps until nothing is left to read, then stores everything. */
  async run(progress: (runner: ProjectionRunner) => void = () => undefined): Promise<void> {
    for (;;) {
      const { atHead } = await this.step();
      progress(this);
      if (atHead) return await this.flush();
    }
  }

  /** Stores what lazy projections hold back. */
  async flush(): Promise<void> {
    await this.#commit(this.folds.filter(({ unstored }) => unstored));
    this.#lazyStoredMs = this.#clockMs();
  }

  /** Where each projection stands, as stored. */
  checkpoints(): readonly (Checkpoint & { readonly projection: Projection })[] {
    return this.folds.map(({ projection, stored }) => ({ projection, ...stored }));
  }

  /** True while a lazy projection has folded more than is stored. */
  get unstored(): boolean {
    return this.folds.some(({ unstored }) => unstored);
  }

  async #advance(group: readonly ProjectionFold[], front?: Position): Promise<Step> {
    const [first] = group;
    if (!first) return { folded: 0, atHead: true };
    const { folded, page } = await this.#fold(group, front);
    const arrived = group.filter((fold) => page.atHead && !fold.live && fold.limit === undefined && fold.position === page.scannedTo);
    for (const fold of arrived) fold.live = true;
    await this.#commit(group.filter((fold) => fold.unstored && (!fold.projection.lazy || this.#isDue(fold) || arrived.includes(fold))));
    let goingOn = group.some((fold) => fold.active && fold.position < page.scannedTo);
    for (const fold of group) if (await this.#passVersionBefore(fold)) goingOn = true;
    for (const { projection } of arrived) await this.#dropOlder(projection);
    return { folded, atHead: page.atHead && !goingOn };
  }

  /** The events of one commit, so few at a time that what is parsed of them is gone before more is read. */
  async #fold(
    group: readonly ProjectionFold[],
    front: Position | undefined,
  ): Promise<{ readonly folded: number; readonly page: EventPage }> {
    const most = this.options.pageEvents ?? (group.some(({ live }) => live) ? PAGE_EVENTS : BUILDING_EVENTS);
    for (let folded = 0; ;) {
      const after = group.map(({ position }) => position).reduce((least, position) => (position < least ? position : least));
      const page = await readPage(this.options, after, Math.min(EVENTS_AT_ONCE, most - folded));
      if (front !== undefined && page.scannedTo > front) {
        this.#window.moved(front > after ? front : after, page.events.filter(({ position }) => position > front).length);
      }
      for (const fold of group) await fold.take(page);
      folded += page.events.length;
      const isWhole = group.every((fold) => fold.active && fold.position === page.scannedTo);
      const rows = group.reduce((sum, fold) => sum + fold.unstoredRows, 0);
      if (page.atHead || folded >= most || rows >= MOST_ROWS || !isWhole) return { folded, page };
    }
  }

  async #commit(folds: readonly ProjectionFold[]): Promise<void> {
    if (folds.length === 0) return;
    const commits = folds.map((fold) => fold.pending());
    await this.options.models.commit(commits);
    folds.forEach((fold, index) => fold.settle(commits[index] as (typeof commits)[number]));
    if (folds.some(({ projection }) => projection.lazy)) this.#lazyStoredMs = this.#clockMs();
  }

  #isDue({ unstoredEvents, stopped }: ProjectionFold): boolean {
    return stopped !== null || unstoredEvents >= LAZY_EVENTS || this.#clockMs() - this.#lazyStoredMs >= LAZY_MS;
  }

  /** A version that is being built stops for a moment where the one before stands, and is compared with it. */
  async #passVersionBefore(fold: ProjectionFold): Promise<boolean> {
    if (this.options.until || fold.live || fold.limit === undefined || fold.position < fold.limit) return false;
    await this.#commit([fold].filter(({ unstored }) => unstored));
    const before = await versionBefore(this.options.models, fold.projection);
    if (before) fold.compared = await compareVersions(this.options.models, before, fold.projection, fold.position);
    fold.limit = undefined;
    return true;
  }

  async #dropOlder({ name, version }: Projection): Promise<void> {
    const { models } = this.options;
    for (const found of await models.collections()) if (found.name === name && found.version < version) await models.drop(found);
  }

  #clockMs(): number {
    return (this.options.clockMs ?? (() => performance.now()))();
  }
}

/** The stored checkpoint, if it belongs to this log. Else the collection is dropped and made anew. */
async function usableCheckpoint({ events, models }: RunnerOptions, projection: Projection): Promise<Checkpoint | undefined> {
  await models.declare(projection);
  const stored = await models.checkpoint(projection);
  if (!stored || stored.position === 0n) return stored;
  const found = await events.eventAt(stored.position);
  if (found?.id === stored.eventId) return stored;
  await models.drop(projection);
  await models.declare(projection);
  return undefined;
}

async function placeToCompare(models: ReadModels, { projection, position }: ProjectionFold): Promise<Position | undefined> {
  const before = await versionBefore(models, projection);
  return before && before.position > position ? before.position : undefined;
}

/** The newest older version and where it stands; undefined where there is none, or none that has begun. */
async function versionBefore(
  models: ReadModels,
  { name, version }: CollectionName,
): Promise<(CollectionName & { readonly position: Position }) | undefined> {
  const older = (await models.collections()).filter((found) => found.name === name && found.version < version);
  const newest = older.reduce<CollectionName | undefined>((last, each) => (last && last.version > each.version ? last : each), undefined);
  const position = newest && (await models.checkpoint(newest))?.position;
  return newest && position ? { ...newest, position } : undefined;
}

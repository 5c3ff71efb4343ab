import type { Checkpoint, CollectionSpec, ReadModels, RowWrite } from './read-model.port.js';

/** Of collections that no projection leads: they stand nowhere in the log. */
const NOWHERE: Checkpoint = { position: 0n, eventId: null, live: true, stopped: null, parked: [], compared: null };

/**
 * Stores rows that follow from no projection, the newest of each key, one after the other. They are caches: one that cannot be stored is
 * forgotten, and the next of its key is tried.
 */
export class RowKeeper {
  readonly #waiting = new Map<string, { readonly collection: CollectionSpec; readonly row: RowWrite }>();
  readonly #declared = new Set<CollectionSpec['name']>();
  #storing: Promise<void> | undefined;

  /** Opened by the first row; closing them is up to whoever opens them. */
  constructor(private readonly open: () => Promise<Pick<ReadModels, 'declare' | 'commit'>>) {}

  keep(collection: CollectionSpec, row: RowWrite): void {
    const key = `${collection.name}/${row.key}`;
    const waiting = this.#waiting.get(key);
    if (!waiting || waiting.row.position < row.position) this.#waiting.set(key, { collection, row });
    this.#storing ??= this.#storeAll();
  }

  /** Until nothing is left to store. */
  async settled(): Promise<void> {
    while (this.#storing) await this.#storing;
  }

  async #storeAll(): Promise<void> {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      const [key, { collection, row }] = next;
      this.#waiting.delete(key);
      await this.#store(collection, row).catch(() => this.#declared.delete(collection.name));
    }
    this.#storing = undefined;
  }

  async #store(collection: CollectionSpec, row: RowWrite): Promise<void> {
    const models = await this.open();
    if (!this.#declared.has(collection.name)) await models.declare(collection);
    this.#declared.add(collection.name);
    await models.commit([{ collection, rows: [row], checkpoint: NOWHERE }]);
  }
}

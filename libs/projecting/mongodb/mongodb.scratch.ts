import { setTimeout as sleep } from 'node:timers/promises';
import { MongoConnection, type MongoOptions } from '#mongodb';
import { ReadModelError, type ReadModels } from '#read-model';
import { Leadership, RENEW_EVERY_MS, type Term } from '#membership';
import { MongoReadModels, unavailable } from '#read-model/mongodb';
import { MongoTerms } from '#membership/mongodb';

const SCRATCH = 'scratch_';
/** A rebuild that died is followed within six; one that lives keeps its term. */
const MAX_WAIT_MS = 10_000;

/** Only one rebuild at a time builds beside the live rows. */
export class RebuildRunningError extends ReadModelError {
  readonly code = 'REBUILD_RUNNING';
  constructor() {
    super('Another rebuild is running: try again when it has ended');
  }
}

export interface MongoScratchOptions extends MongoOptions {
  /** Of this process alone, and new with each of its lives. */
  readonly holder: string;
}

/**
 * Empty read models beside the live ones, under names of their own, gone with `close`. One rebuild at a time: it holds a term, and
 * whoever gets it drops what a rebuild that died has left. Rejects with `REBUILD_RUNNING` while another one lives.
 */
export async function openMongoScratch({ holder, ...options }: MongoScratchOptions): Promise<ReadModels> {
  const connection = await MongoConnection.open(options, unavailable);
  const leadership = new Leadership({ leases: new MongoTerms(connection), name: 'rebuild', holder });
  try {
    const term = await acquired(leadership);
    await dropAll(connection);
    return new MongoScratch(connection, term, leadership);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function acquired(leadership: Leadership): Promise<Term> {
  const startedMs = performance.now();
  for (;;) {
    const term = await leadership.acquire();
    if (term) return term;
    if (performance.now() - startedMs > MAX_WAIT_MS) throw new RebuildRunningError();
    await sleep(RENEW_EVERY_MS);
  }
}

async function dropAll(connection: MongoConnection): Promise<void> {
  await connection.run(async (db) => {
    const there = await db.listCollections({}, { nameOnly: true }).toArray();
    for (const { name } of there) if (name.startsWith(SCRATCH)) await db.collection(name).drop();
  });
}

class MongoScratch extends MongoReadModels {
  /** A renewal that fails is no matter: whoever follows fences what is still written here. */
  readonly #renewal = setInterval(() => void this.leadership.renew().catch(() => false), RENEW_EVERY_MS).unref();

  constructor(
    connection: MongoConnection,
    term: Term,
    private readonly leadership: Leadership,
  ) {
    super(connection, term, `${SCRATCH}${term.token}.`);
  }

  override async close(): Promise<void> {
    clearInterval(this.#renewal);
    try {
      if (!this.leadership.held) return;
      await dropAll(this.connection);
      await this.leadership.release();
    } finally {
      await super.close();
    }
  }
}

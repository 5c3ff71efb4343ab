import { MongoClient, MongoError, MongoNetworkError, MongoNetworkTimeoutError, MongoServerError, type Db } from 'mongodb';

export interface MongoOptions {
  /** `mongodb://…`; it may hold a password, so it is never repeated in an error. */
  readonly url: string;
  /** Default: the one that the URL names, or `tokenok`. */
  readonly database?: string;
}

/** Makes the fault that the adapter's port promises. */
type Fault = (message: string, options: ErrorOptions) => Error;

const DEFAULT_DATABASE = 'tokenok';

/**
 * Nothing hangs: whatever the server does, a call ends within seconds. Every write is on the disks of a majority before it
 * resolves. Retries are ours (see `run`), because servers that only speak MongoDB's protocol refuse the driver's.
 */
const SETTINGS = {
  appName: 'tokenok',
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 5_000,
  // Each on its own: as one object they would give way to what the URL says.
  w: 'majority',
  journal: true,
  wtimeoutMS: 5_000,
  readPreference: 'primary',
  retryReads: false,
  retryWrites: false,
} as const;

/** NotWritablePrimary, NotPrimaryNoSecondaryOk, PrimarySteppedDown, InterruptedAtShutdown, InterruptedDueToReplStateChange, ShutdownInProgress. */
const FAILED_OVER = new Set<unknown>([10107, 13435, 189, 11600, 11602, 91]);

/** One database of a MongoDB-compatible server. The driver connects again by itself when the server comes back. */
export class MongoConnection {
  #closed = false;

  constructor(
    private readonly client: MongoClient,
    private readonly db: Db,
    private readonly fault: Fault,
  ) {}

  /** Resolves when the server has answered. */
  static async open(options: MongoOptions, fault: Fault): Promise<MongoConnection> {
    const client = clientFor(options.url, fault);
    const connection = new MongoConnection(client, client.db(databaseOf(options)), fault);
    try {
      await connection.run((db) => db.command({ ping: 1 }));
    } catch (error) {
      await connection.close();
      throw error;
    }
    return connection;
  }

  /**
   * What the driver throws becomes the port's fault. A connection that broke, or a primary that stepped down, is tried once more:
   * `work` has to be such that doing it twice is doing it once.
   */
  async run<T>(work: (db: Db) => Promise<T>): Promise<T> {
    if (this.#closed) throw this.fault('The connection to MongoDB is closed', {});
    try {
      return await work(this.db).catch((error: unknown) => {
        if (!isPassing(error)) throw error;
        return work(this.db);
      });
    } catch (cause) {
      if (!(cause instanceof MongoError) && !isSocketError(cause)) throw cause;
      throw this.fault(`MongoDB: ${cause.message}`, { cause });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.client.close();
  }
}

/** The driver's own words about a URL that it cannot read may hold the URL: they are left out. */
function clientFor(url: string, fault: Fault): MongoClient {
  try {
    return new MongoClient(url, SETTINGS);
  } catch {
    throw fault('The MongoDB URL cannot be used: it has the form mongodb://[user:password@]host[:port][/database][?options]', {});
  }
}

/** As the driver reads it, but without its default `test`. */
function databaseOf({ url, database }: MongoOptions): string {
  const named = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1];
  return database ?? (named === undefined ? DEFAULT_DATABASE : decodeURIComponent(named));
}

function isPassing(error: unknown): boolean {
  if (error instanceof MongoNetworkTimeoutError) return false;
  return isSocketError(error) || error instanceof MongoNetworkError || (error instanceof MongoServerError && FAILED_OVER.has(error.code));
}

/** The driver lets what a socket says while it is written to (EPIPE, and that it was destroyed) through as it is. */
function isSocketError(error: unknown): error is NodeJS.ErrnoException {
  const code: unknown = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === 'string' && /^(?:E[A-Z]+|ERR_(?:STREAM|SOCKET)_[A-Z_]+)$/.test(code);
}

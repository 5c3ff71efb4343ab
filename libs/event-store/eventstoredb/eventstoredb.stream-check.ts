import { StreamClosedError } from '../errors.js';
import { readFault } from './eventstoredb.faults.js';
import type { Connection } from './eventstoredb.connection.js';
import type { OwnStreams } from './eventstoredb.own-streams.js';
import { recordIn } from './eventstoredb.records.js';
import { readStreamRequest } from './eventstoredb.requests.js';

/** Streams that were looked at; beyond, the longest known is looked at again. */
const MAX_KNOWN = 20_000;

/** Members of a stream's metadata by which the server lets go of events. A deleted stream carries the first of them. */
const LIMITS = ['$tb', '$maxCount', '$maxAge'];

/**
 * Looks at a stream's metadata before this process first writes to it: one that was deleted or has limits would lose events, and
 * the server would take a `no_stream` append to a deleted one as if nothing had been there.
 */
export class StreamCheck {
  readonly #known = new Map<string, Promise<void>>();

  constructor(
    private readonly connection: Connection,
    private readonly own: OwnStreams,
    private readonly timeoutMs: number,
  ) {}

  /** Throws `StreamClosedError`. */
  passed(stream: string): Promise<void> {
    const known = this.#known.get(stream);
    if (known) return known;
    const check = this.#look(stream);
    this.#known.set(stream, check);
    check.catch(() => this.#known.delete(stream));
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MAX_KNOWN) this.#known.delete(oldest);
    return check;
  }

  async #look(stream: string): Promise<void> {
    const name = `$$${this.own.named(stream)}`;
    let metadata: unknown;
    try {
      const [response] = await this.connection.read(readStreamRequest(name, 'end', 1, true), this.timeoutMs);
      const record = response && recordIn(response);
      if (!record) return;
      metadata = JSON.parse(record.data.toString('utf8'));
    } catch (cause) {
      throw readFault(cause, `the metadata of stream ${stream}`);
    }
    const limit = LIMITS.find((member) => Object.hasOwn(Object(metadata) as object, member));
    if (limit === undefined) return;
    throw new StreamClosedError(
      `Stream ${stream} has ${limit} in its metadata, by which the server lets go of events: nothing is written to it`,
    );
  }
}

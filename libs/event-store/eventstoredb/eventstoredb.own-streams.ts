import type { EventFilter } from '../event-store.port.js';
import type { ServerFilter } from './eventstoredb.requests.js';

/** Streams of the server itself. */
const SYSTEM = '$';
const NO_SYSTEM_STREAM = '^[^$]';

/** Which streams of the server are ours: those with our prefix, or all but its own. Only their names without the prefix are known outside. */
export class OwnStreams {
  readonly all: ServerFilter;

  constructor(private readonly prefix: string) {
    if (prefix.startsWith(SYSTEM)) throw new RangeError(`A stream prefix must not begin with ${SYSTEM}: such streams are the server's own`);
    this.all = prefix === '' ? { on: 'stream', regex: NO_SYSTEM_STREAM } : { on: 'stream', prefixes: [prefix] };
  }

  named(stream: string): string {
    if (this.prefix === '' && stream.startsWith(SYSTEM)) throw new RangeError(`${stream} is a stream of the server`);
    return this.prefix + stream;
  }

  /** Undefined for a stream that is not ours. */
  nameIn(serverStream: string): string | undefined {
    const own = this.prefix === '' ? !serverStream.startsWith(SYSTEM) : serverStream.startsWith(this.prefix);
    return own ? serverStream.slice(this.prefix.length) : undefined;
  }

  /** As much of a filter as the server can apply; undefined where it lets nothing through. */
  filter(filter: EventFilter | undefined): ServerFilter | undefined {
    const { streamPrefixes, types } = filter ?? {};
    if (streamPrefixes?.length === 0 || types?.length === 0) return undefined;
    if (streamPrefixes && !streamPrefixes.includes(''))
      return { on: 'stream', prefixes: streamPrefixes.map((prefix) => this.named(prefix)) };
    return types && this.prefix === '' ? { on: 'type', prefixes: types } : this.all;
  }
}

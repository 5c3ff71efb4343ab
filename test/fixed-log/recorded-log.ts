import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

const ENDS: ReadonlySet<string> = new Set(['TokensMetered', 'RequestFailed', 'RequestAbandoned']);
const APPENDS = `SELECT position, streams.name AS stream, revision, payload FROM appends JOIN streams ON streams.id = appends.stream
  WHERE position > ? ORDER BY position`;

interface Append {
  /** Of its first event. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** `[`, each event on a line of its own, `]`: ADR 0002. */
  readonly payload: string;
}

/** `events.db` as any SQLite sees it, beside a gateway that writes it. */
export class RecordedLog {
  readonly #database: DatabaseSync;
  #seen = -1;
  #open = 0;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true });
  }

  /** Requests that were routed and have not ended. */
  openHolds(): number {
    for (const append of this.#after(this.#seen)) {
      this.#seen = append.position;
      for (const { type } of JSON.parse(append.payload) as { type: string }[]) {
        if (type === 'RequestRouted') this.#open += 1;
        else if (ENDS.has(type)) this.#open -= 1;
      }
    }
    return this.#open;
  }

  /** Each event on a line: position, stream, revision and type, then the bytes that were recorded. */
  read(): Recording {
    const appends = this.#after(-1);
    const whole = createHash('sha256');
    for (const append of appends) whole.update(`${append.position} ${append.stream} ${append.revision}\n${append.payload}\n`);
    return { events: appends.flatMap(eventsOf), sha256: whole.digest('hex') };
  }

  close(): void {
    this.#database.close();
  }

  #after(position: number): Append[] {
    return this.#database.prepare(APPENDS).all(position) as unknown as Append[];
  }
}

export interface RecordedLine {
  /** Position, stream, revision and type. */
  readonly name: string;
  /** As they were recorded. */
  readonly bytes: string;
}

export interface Recording {
  readonly events: readonly RecordedLine[];
  /** Of everything, and of what was appended together. */
  readonly sha256: string;
}

function eventsOf({ position, stream, revision, payload }: Append): RecordedLine[] {
  const lines = payload.split('\n').slice(1, -1);
  return lines.map((line, index) => {
    const bytes = index < lines.length - 1 ? line.slice(0, -1) : line;
    const { type } = JSON.parse(bytes) as { type: string };
    return { name: `${position + index} ${stream} ${revision + index} ${type}`, bytes };
  });
}

/** As it is kept beside the test: a line for each event, then one for all of it. */
export function goldenOf({ events, sha256 }: Recording): string {
  const lines = events.map(({ name, bytes }) => `${name} ${createHash('sha256').update(bytes).digest('hex')}`);
  return `${[...lines, `all ${sha256}`].join('\n')}\n`;
}

import { createHash } from 'node:crypto';
import type { EventMetadata, Position, RawEvent } from '#event-store';
import { exportLine } from './export-line.js';

export const MANIFEST_FORMAT = 'tokenok-events-jsonl/1';

/** What an auditor holds an export against, and against the next one. */
export interface ExportManifest {
  readonly format: typeof MANIFEST_FORMAT;
  /** Position of the last event recorded when the export began, exported or not. */
  readonly head_position: string;
  readonly first_position: string | null;
  readonly last_position: string | null;
  readonly events: number;
  readonly damaged: number;
  readonly bytes: number;
  /** Of the exported bytes, hex. */
  readonly sha256: string;
  readonly types: { readonly [type: string]: number };
  /** Where each stream stands behind the last event exported of it, by name. */
  readonly streams: readonly {
    readonly stream: string;
    readonly events: number;
    readonly last_revision: string;
    readonly last_hash: string | null;
  }[];
}

/** Turns events into lines and keeps account of them. */
export class ExportWriter {
  readonly #digest = createHash('sha256');
  readonly #types = new Map<string, number>();
  readonly #streams = new Map<string, { events: number; revision: bigint; hash: string | null }>();
  #first: Position | undefined;
  #last: Position | undefined;
  #events = 0;
  #damaged = 0;
  #bytes = 0;

  /** The line with its line feed. */
  line(raw: RawEvent): string {
    const line = `${exportLine(raw)}\n`;
    this.#digest.update(line);
    this.#bytes += Buffer.byteLength(line);
    this.#events += 1;
    this.#first ??= raw.position;
    this.#last = raw.position;
    this.#count(raw);
    return line;
  }

  manifest(head: Position): ExportManifest {
    return {
      format: MANIFEST_FORMAT,
      head_position: String(head),
      first_position: this.#first?.toString() ?? null,
      last_position: this.#last?.toString() ?? null,
      events: this.#events,
      damaged: this.#damaged,
      bytes: this.#bytes,
      sha256: this.#digest.copy().digest('hex'),
      types: Object.fromEntries([...this.#types].sort(byName)),
      streams: [...this.#streams].sort(byName).map(([stream, { events, revision, hash }]) => ({
        stream,
        events,
        last_revision: String(revision),
        last_hash: hash,
      })),
    };
  }

  #count(raw: RawEvent): void {
    const event = readable(raw);
    if (!event) this.#damaged += 1;
    else this.#types.set(event.type, (this.#types.get(event.type) ?? 0) + 1);
    const events = (this.#streams.get(raw.stream)?.events ?? 0) + 1;
    this.#streams.set(raw.stream, { events, revision: raw.revision, hash: event?.metadata.hash ?? null });
  }
}

function readable(raw: RawEvent): { readonly type: string; readonly metadata: EventMetadata } | undefined {
  if (raw.damage !== undefined) return undefined;
  try {
    const event = JSON.parse(raw.text) as { type?: unknown; metadata?: { hash?: unknown } } | null;
    const isEvent = typeof event?.type === 'string' && typeof event.metadata?.hash === 'string';
    return isEvent ? (event as { type: string; metadata: EventMetadata }) : undefined;
  } catch {
    return undefined;
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

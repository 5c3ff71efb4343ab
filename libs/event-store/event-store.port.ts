/**
 * The event store port. Memory, SQLite and later engines pass one contract suite (`event-store.contract.ts`); no rule of the
 * product knows which of them it runs on.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Opaque, ordered, belongs to one engine: never hashed, signed or printed on a document. 0n stands before the first event. */
export type Position = bigint;

export type EventMetadata = {
  /** Who: `key:key_…`, `admin:adm_…`, `payment:stripe`, `system`. */
  readonly actor: string;
  /** The command or request that caused the event. */
  readonly cause: string;
  /** When it happened, RFC 3339 UTC with milliseconds. */
  readonly effective: string;
  /** Leaf hash of this event, base64url SHA-256 (see chain.ts). */
  readonly hash: string;
  /** Hash of the event before it in its stream; null at revision 0. */
  readonly prev: string | null;
  /** When we recorded it, RFC 3339 UTC with milliseconds. */
  readonly recorded: string;
  /** Version of the shape of `data` for this type. */
  readonly version: number;
};

/** An event ready to be stored: texts are canonical JSON (RFC 8785), the hash is in the metadata. Made by `seal`. */
export interface SealedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  /** The one in the metadata. */
  readonly hash: string;
}

export interface RecordedEvent {
  readonly position: Position;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/** One event as its bytes stand in the store, for auditors: nothing is parsed, repaired or assumed. */
export interface RawEvent {
  readonly position: Position;
  readonly stream: string;
  readonly revision: bigint;
  /** `{"data":…,"id":…,"metadata":…,"type":…}`: canonical JSON if nobody has touched it. */
  readonly text: string;
  /** What is wrong with the way the store keeps it (a row that is gone, bytes that are no UTF-8); absent when nothing is. */
  readonly damage?: string;
}

export interface Appended {
  /** Revision of the last event written. */
  readonly revision: bigint;
  /** Position of the last event written. */
  readonly position: Position;
  /**
   * False when the events were surely written now. True when their ids stood at this revision already, or, on an engine that does not
   * tell, may have: perhaps with other bytes, so whoever goes on from its own has to compare.
   */
  readonly duplicate: boolean;
}

/** How long an append is waited for. Whatever is given up is withdrawn before anybody is told: nothing of it lands later. */
export interface AppendLimits {
  /**
   * What has not been begun by then is withdrawn: `WithdrawnError`. What has been is waited for to its end by an engine that is `certain`;
   * another one says `AmbiguousError`.
   */
  readonly timeoutMs?: number;
  /** Withdrawn by then where it has not been begun; what has been is waited for as above. */
  readonly withdrawMs?: number;
}

export interface AppendOptions extends AppendLimits {
  /**
   * Hash of the event in front, where an append that is not answered yet is to write it: where another event stands there, or none, this
   * one conflicts. Looked at by engines that pipeline.
   */
  readonly behind?: string | undefined;
}

export interface EventFilter {
  /** Any of these prefixes of the stream name. */
  readonly streamPrefixes?: readonly string[];
  readonly types?: readonly string[];
}

export interface ReadStreamOptions {
  /** First revision to read (forwards: from 0n on; backwards: from the end on). */
  readonly from?: bigint;
  readonly direction?: 'forwards' | 'backwards';
  /** At most this many events; 1 to 10,000, default 1,000. */
  readonly max?: number;
  /**
   * Only the events at these revisions, in ascending order and each once; those that are not there are left out. At most 10,000, and
   * nothing else is told then. What stands between them is not parsed.
   */
  readonly revisions?: readonly bigint[];
}

export interface ReadAllOptions {
  /** Only events behind this position; 0n reads from the start. */
  readonly after: Position;
  /** At most this many events are returned. */
  readonly max: number;
  readonly filter?: EventFilter;
}

export interface ReadAllPage {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here has been looked at: go on from here, even where the filter left nothing. */
  readonly scannedTo: Position;
  /** True when `scannedTo` was the head at the time of reading. */
  readonly atHead: boolean;
}

export interface Subscription {
  /** Resolves when the subscription has ended; rejects with what the handler or the store threw. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EventStore {
  /** True where positions count the events from 1 on without a gap, so that their differences are numbers of events. */
  readonly gapless: boolean;
  /**
   * True where an append that was begun is waited for to its end, however long it takes, and its end is told: it was written, or it was
   * not. Where that is false, the time of an append may be up in doubt.
   */
  readonly certain: boolean;
  /**
   * True where an append may be sent behind one that is not answered (`AppendOptions.behind`): it is written behind that one's events or not
   * at all. What is withdrawn takes with it whatever was sent behind it. Absent: each append of a stream waits for the one before it.
   */
  readonly pipelines?: boolean | undefined;
  /**
   * Writes all events or none, durably, before it resolves.
   * Throws `ConflictError`, `AmbiguousError` (may have been written: retry the same events at the same revision; the embedded engine
   * says so only where its thread died within the transaction), `UnavailableError`, `AppendTooLargeError`. The same ids at the same expected revision are a duplicate, not a conflict.
   * -1n, the revision of an empty tip, means the same as `no_stream`. Revisions are compared, not hashes: who appends goes on from
   * events that it knows to be recorded, and sends nothing behind an append that has not been answered (ADR 0012), unless the engine
   * pipelines and is told what must stand in front.
   */
  append(stream: string, events: readonly SealedEvent[], expected: bigint | 'no_stream', options?: AppendOptions): Promise<Appended>;
  /** Tries the way of an append, leaving no event behind. Throws `UnavailableError` naming why nothing can be appended now. */
  probe(): Promise<void>;
  /** Empty when the stream does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  readAll(options: ReadAllOptions): Promise<ReadAllPage>;
  /** The event that stands at exactly this position; undefined where none does. */
  eventAt(position: Position): Promise<RecordedEvent | undefined>;
  /** Every event's recorded bytes in order of position, for verification and export. Never throws because of damage: it yields it. */
  scan(options: { readonly after: Position }): AsyncIterable<RawEvent>;
  /** Live tail: the handler gets pages in order and is awaited; a throwing handler ends the subscription. */
  subscribe(
    options: {
      readonly after: Position;
      readonly filter?: EventFilter;
      /** Told whenever there was nothing left to read. */
      readonly onHead?: () => void;
    },
    handler: (page: ReadAllPage) => Promise<void> | void,
  ): Subscription;
  /** Position of the last event; 0n when there is none. */
  head(): Promise<Position>;
  close(): Promise<void>;
}

/** The reading half: what the projector and the command line need, in a thread or process beside the writer. */
export type EventReader = Omit<EventStore, 'append' | 'probe' | 'certain' | 'pipelines'>;

/** Limits on one append, the same on every engine (EventStoreDB's default limit is 1 MiB). Larger batches are split by the caller. */
export const MAX_EVENTS_PER_APPEND = 512;
export const MAX_BYTES_PER_APPEND = 900 * 1024;

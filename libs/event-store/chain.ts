import { hash } from 'node:crypto';
import { canonicalJson, quote } from './canonical-json.js';
import type { EventMetadata, JsonObject, RawEvent, SealedEvent } from './event-store.port.js';

/** Where a stream stands: what the next append has to continue. */
export interface StreamTip {
  /** Revision of the last event; -1n for a stream without events. */
  readonly revision: bigint;
  /** Its hash; null for a stream without events. */
  readonly hash: string | null;
}

export const EMPTY_TIP: StreamTip = { revision: -1n, hash: null };

/** An event before it is placed: everything but its links. */
export interface UnsealedEvent {
  readonly id: string;
  readonly type: string;
  /** As a text: in canonical JSON already. */
  readonly data: JsonObject | string;
  readonly metadata: Omit<EventMetadata, 'hash' | 'prev'>;
}

/**
 * Places events behind a tip and links them: each carries `prev` and its own `hash` = SHA-256(0x00 ‖ canonical JSON of {data, id,
 * metadata without hash, revision as a string, stream, type}), the RFC 6962 leaf hash, base64url. Leaf and record are put together from the
 * same pieces, whose keys stand in canonical order; `leafHash` and `eventText` are the general way, by which auditors check.
 */
export function seal(stream: string, tip: StreamTip, events: readonly UnsealedEvent[]): { events: SealedEvent[]; tip: StreamTip } {
  let { revision, hash: prev } = tip;
  const sealed: SealedEvent[] = [];
  for (const event of events) {
    revision += 1n;
    const next = sealBehind(stream, revision, prev, event);
    prev = next.hash;
    sealed.push(next);
  }
  return { events: sealed, tip: { revision, hash: prev } };
}

/** One event, at a revision of its stream and behind the hash that stands there. */
export function sealBehind(
  stream: string,
  revision: bigint,
  prev: string | null,
  { id, type, data: members, metadata: { actor, cause, effective, recorded, version } }: UnsealedEvent,
): SealedEvent {
  const data = typeof members === 'string' ? members : canonicalJson(members);
  const before = `{"actor":${quote(actor)},"cause":${quote(cause)},"effective":"${effective}",`;
  const behind = `"prev":${prev === null ? 'null' : `"${prev}"`},"recorded":"${recorded}","version":${version}}`;
  const place = `,"revision":"${revision}","stream":${quote(stream)},"type":${quote(type)}}`;
  const next = hash('sha256', `\u0000{"data":${data},"id":${quote(id)},"metadata":${before}${behind}${place}`, 'base64url');
  return { id, type, data, metadata: `${before}"hash":"${next}",${behind}`, hash: next };
}

/** Leaf hash of an event whose data and metadata (without `hash`) are given as canonical JSON. */
export function leafHash(event: {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}): string {
  const leaf =
    `\u0000{"data":${event.data},"id":${quote(event.id)},"metadata":${event.metadata},` +
    `"revision":"${event.revision}","stream":${quote(event.stream)},"type":${quote(event.type)}}`;
  return hash('sha256', leaf, 'base64url');
}

/** The recorded text of a sealed event: what `RawEvent.text` must equal, byte for byte. */
export function eventText(event: Omit<SealedEvent, 'hash'>): string {
  return `{"data":${event.data},"id":${quote(event.id)},"metadata":${event.metadata},"type":${quote(event.type)}}`;
}

/** What is wrong with one recorded event, given the tip of its stream before it; undefined when all holds. */
export function checkLink(event: RawEvent, tip: StreamTip): { problem: string | undefined; tip: StreamTip; id: string | undefined } {
  if (event.damage !== undefined) return { problem: event.damage, tip: { revision: event.revision, hash: null }, id: idIn(event.text) };
  let parsed: { data: JsonObject; id: string; metadata: EventMetadata; type: string };
  try {
    parsed = JSON.parse(event.text) as typeof parsed;
  } catch {
    return { problem: 'is not JSON', tip: { revision: event.revision, hash: null }, id: idIn(event.text) };
  }
  const { data, id, metadata, type } = parsed ?? {};
  const next = { revision: event.revision, hash: metadata?.hash ?? null };
  const problem = findProblem();
  return { problem, tip: next, id: typeof id === 'string' ? id : undefined };

  function findProblem(): string | undefined {
    if (typeof id !== 'string' || typeof type !== 'string' || !isObject(data) || !isObject(metadata)) return 'lacks a member';
    if (event.revision !== tip.revision + 1n) return `does not follow revision ${tip.revision}`;
    const { hash: recorded, ...rest } = metadata;
    let expected: string;
    try {
      const texts = { id, type, data: canonicalJson(data), metadata: canonicalJson(metadata) };
      if (eventText(texts) !== event.text) return 'is not canonical JSON';
      expected = leafHash({ ...texts, stream: event.stream, revision: event.revision, metadata: canonicalJson(rest) });
    } catch {
      return 'is not canonical JSON';
    }
    if (recorded !== expected) return 'does not match its hash';
    if (metadata.prev !== tip.hash) return 'does not continue the chain of its stream';
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The id in a text that may be damaged anywhere else: it stands between data and metadata. */
function idIn(text: string): string | undefined {
  return /,"id":"([0-9a-f-]{36})","metadata":/.exec(text)?.[1];
}

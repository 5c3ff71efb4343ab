import { checkLink, type EventMetadata, type JsonObject, type Position, type RawEvent, type RecordedEvent } from '#event-store';
import type { Finding } from './finding.js';
import type { StreamTips } from './stream-tips.js';
import type { CheckedTip } from './tip-file.js';

const BEFORE_FIRST: CheckedTip = { revision: -1n, hash: null };

/** What came of looking at one recorded event: the event only where its bytes and its place can be trusted. */
export interface CheckedLink {
  readonly findings: readonly Finding[];
  readonly event: RecordedEvent | undefined;
}

/**
 * Positions without gaps where the engine counts them so, revisions without gaps, canonical bytes, each event's own hash and the chain of its stream. A damaged
 * event takes the place that comes next in its stream, and behind it the chain is taken up where the next event says that it goes
 * on: so one damage is one finding, and the neighbours are not named for it.
 */
export class ChainCheck {
  #position: Position = 0n;

  constructor(
    private readonly tips: StreamTips,
    private readonly gapless: boolean,
  ) {}

  check(raw: RawEvent): CheckedLink {
    const before = this.#position;
    const findings = [...this.#place(raw, before + 1n)];
    const parsed = parse(raw.text);
    const damage = ownDamage(raw, parsed);
    const tip = this.tips.get(raw.stream) ?? BEFORE_FIRST;
    if (damage !== undefined || parsed === undefined) {
      if (raw.stream !== '') this.tips.set(raw.stream, { revision: tip.revision + 1n, hash: null });
      return { findings: [...findings, unreadable(raw, damage ?? 'is not JSON')], event: undefined };
    }
    const event = { position: raw.position, stream: raw.stream, revision: raw.revision, ...parsed };
    if (raw.revision <= tip.revision) {
      findings.push(named(event, `comes again: its stream is at revision ${tip.revision} already`));
      return { findings, event: undefined };
    }
    findings.push(...brokenChain(event, tip));
    this.tips.set(raw.stream, { revision: raw.revision, hash: event.metadata.hash });
    return { findings, event: raw.position > before ? event : undefined };
  }

  #place(raw: RawEvent, expected: Position): Finding[] {
    if (raw.position === expected || (!this.gapless && raw.position > expected)) {
      this.#position = raw.position;
      return [];
    }
    if (raw.position < expected) return [{ ...unreadable(raw, `stands behind position ${this.#position}, where it cannot come`) }];
    this.#position = raw.position;
    const last = raw.position - 1n;
    const problem = last === expected ? 'the event is missing' : `the events from here to position ${last} are missing`;
    return [{ stream: null, revision: null, position: expected, id: null, problem }];
  }
}

export function named(event: RecordedEvent, problem: string): Finding {
  return { stream: event.stream, revision: event.revision, position: event.position, id: event.id, problem };
}

/** The store has no name for the stream of an event that is gone. The id is read from bytes that may be damaged anywhere else. */
function unreadable(raw: RawEvent, problem: string): Finding {
  const id = /,"id":"([0-9a-f-]{36})","metadata":/.exec(raw.text)?.[1] ?? null;
  const known = raw.stream !== '';
  return { stream: known ? raw.stream : null, revision: known ? raw.revision : null, position: raw.position, id, problem };
}

/** What is wrong with the event on its own, wherever its stream stands. */
function ownDamage(raw: RawEvent, parsed: ParsedEvent | undefined): string | undefined {
  if (raw.damage !== undefined) return raw.damage;
  if (parsed === undefined) return 'is not the JSON of an event';
  return checkLink(raw, { revision: raw.revision - 1n, hash: parsed.metadata.prev }).problem ?? badMetadata(parsed.metadata);
}

function brokenChain(event: RecordedEvent, tip: CheckedTip): Finding[] {
  const first = tip.revision + 1n;
  const { prev } = event.metadata;
  if (event.revision > first) {
    const what =
      event.revision - first === 1n ? 'the event is missing' : `the events from here to revision ${event.revision - 1n} are missing`;
    const problem =
      tip.revision < 0n ? `${what}: the stream begins with ${event.revision}` : `${what}: ${event.revision} follows ${tip.revision}`;
    return [{ stream: event.stream, revision: first, position: null, id: null, problem }];
  }
  if (event.revision === 0n) return prev === null ? [] : [named(event, 'is the first of its stream and names one before it')];
  if (tip.hash === null ? prev !== null : prev === tip.hash) return [];
  return [named(event, `does not continue the chain of its stream: it was replaced, or revision ${tip.revision} was`)];
}

interface ParsedEvent {
  readonly data: JsonObject;
  readonly id: string;
  readonly metadata: EventMetadata;
  readonly type: string;
}

/** Undefined for anything but an object with exactly the members of an event; their own shape is checked later. */
function parse(text: string): ParsedEvent | undefined {
  try {
    const parsed = JSON.parse(text) as ParsedEvent | null;
    const isEvent =
      isObject(parsed) &&
      Object.keys(parsed).length === 4 &&
      isObject(parsed.data) &&
      isObject(parsed.metadata) &&
      typeof parsed.id === 'string' &&
      typeof parsed.type === 'string';
    return isEvent ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function badMetadata({ actor, cause, effective, recorded, prev, version }: EventMetadata): string | undefined {
  if (typeof actor !== 'string' || typeof cause !== 'string') return 'does not say who caused it';
  if (!INSTANT.test(effective) || !INSTANT.test(recorded)) return 'does not say when it happened';
  if (prev !== null && typeof prev !== 'string') return 'does not say what it follows';
  return Number.isSafeInteger(version) && version > 0 ? undefined : 'has no version';
}

import { isUtf8 } from 'node:buffer';
import type { RawEvent } from '../event-store.port.js';
import { MAX_EVENTS_PER_APPEND } from '../event-store.port.js';

/** An append as it stands in the file, with nothing taken for granted: damage can turn any column into any type. */
export interface RawRow {
  readonly position: bigint;
  readonly stream: { readonly name: string; readonly damage?: string };
  readonly revision: unknown;
  readonly count: unknown;
  /** SQLite's `typeof(payload)`: anything but 'text' is damage. */
  readonly kind: string;
  readonly payload: Uint8Array;
}

const LINE_FEED = 0x0a;
const COMMA = 0x2c;

/** The events of a row, at least one. Where bytes are damaged, the events around them come out whole and the damaged one with its broken text. */
export function rowEvents(row: RawRow): RawEvent[] {
  const { position, stream, count, revision } = row;
  const bytes = Buffer.from(row.payload.buffer, row.payload.byteOffset, row.payload.byteLength);
  const intact = row.kind === 'text' && stream.damage === undefined && typeof revision === 'bigint';
  const texts = intact ? cleanTexts(bytes, count) : undefined;
  const first = typeof revision === 'bigint' ? revision : 0n;
  if (texts) {
    return texts.map((text, index) => ({ position: position + BigInt(index), stream: stream.name, revision: first + BigInt(index), text }));
  }
  const ofRow =
    stream.damage ??
    (typeof revision === 'bigint' ? undefined : 'stands in a row without a revision') ??
    (row.kind === 'text' ? undefined : `stands in a row that is kept as ${row.kind}, not as text`);
  return damagedTexts(bytes, typeof count === 'bigint' ? count : -1n).map(({ text, damage = ofRow }, index) => ({
    position: position + BigInt(index),
    stream: stream.name,
    revision: first + BigInt(index),
    text,
    ...(damage !== undefined && { damage }),
  }));
}

/** Undefined unless the frame is exactly as it was written. */
function cleanTexts(bytes: Buffer, count: unknown): string[] | undefined {
  if (!isUtf8(bytes)) return undefined;
  const lines = bytes.toString('utf8').split('\n');
  if (BigInt(lines.length) - 2n !== count || lines[0] !== '[' || lines.at(-1) !== ']') return undefined;
  const texts = lines.slice(1, -1);
  for (let index = 0; index < texts.length - 1; index += 1) {
    const line = texts[index] as string;
    if (!line.endsWith(',')) return undefined;
    texts[index] = line.slice(0, -1);
  }
  return texts;
}

function damagedTexts(bytes: Buffer, count: bigint): { text: string; damage?: string }[] {
  const lines = linesOf(bytes);
  const frameDamage = new Map<number, string>();
  if (lines[0]?.toString('latin1') !== '[') frameDamage.set(0, 'stands in a row that does not begin as it was written');
  const closed = lines.length > 1 && lines.at(-1)?.toString('latin1') === ']';
  if ((lines[0]?.length ?? 0) <= 1) lines.shift();
  if ((lines.at(-1)?.length ?? 2) <= 1) lines.pop();
  if (!closed) frameDamage.set(Math.max(0, lines.length - 1), 'stands in a row that does not end as it was written');
  const events = lines.map((line, index) => {
    const last = index === lines.length - 1;
    const separated = line.at(-1) === COMMA;
    const { text, damage } = decode(separated ? line.subarray(0, -1) : line);
    const found =
      damage ?? frameDamage.get(index) ?? (separated === last ? 'is not separated from its neighbour' : undefined) ?? beyond(index, count);
    return found === undefined ? { text } : { text, damage: found };
  });
  const missing = Math.max(Math.min(Number(count), MAX_EVENTS_PER_APPEND), 1) - events.length;
  for (let index = 0; index < missing; index += 1) events.push({ text: '', damage: 'is missing from its row' });
  return events;
}

function beyond(index: number, count: bigint): string | undefined {
  return BigInt(index) < count ? undefined : `stands in a row that says it holds ${count}`;
}

/** Bytes that are no UTF-8 come out as Latin-1, so that every one of them can be seen. */
function decode(bytes: Buffer): { text: string; damage?: string } {
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { text: bytes.toString('latin1'), damage: 'is not valid UTF-8' };
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; ;) {
    const end = bytes.indexOf(LINE_FEED, start);
    lines.push(bytes.subarray(start, end < 0 ? undefined : end));
    if (end < 0) return lines;
    start = end + 1;
  }
}

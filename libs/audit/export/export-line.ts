import { canonicalJson, type RawEvent } from '#event-store';

/**
 * One event of an export: its recorded bytes with position, revision and stream put in at their place in canonical order, so that
 * the line is canonical JSON too and the bytes that are hashed can be cut out of it again. A damaged event comes out as
 * `{"damage","position","revision","stream","text"}`.
 */
export function exportLine(raw: RawEvent): string {
  const { position, revision, stream, text, damage } = raw;
  const [at, revised, place] = [String(position), String(revision), stream.toWellFormed()];
  const type = text.lastIndexOf(TYPE);
  if (damage !== undefined || type < 0 || !isLine(text)) {
    return canonicalJson({
      damage: damage ?? 'is not the JSON of an event',
      position: at,
      revision: revised,
      stream: place,
      text: text.toWellFormed(),
    });
  }
  return `${text.slice(0, type)}${POSITION}"${at}","revision":"${revised}","stream":${canonicalJson(place)}${text.slice(type)}`;
}

/** A reader of JSON lines must be able to read every line, damaged or not. */
function isLine(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object' && !/[\n\r]/.test(text);
  } catch {
    return false;
  }
}

const TYPE = ',"type":';
const POSITION = ',"position":';

/** The event of a line of an export; undefined when it is none, or not as this program writes it. */
export function exportedEvent(line: string): RawEvent | undefined {
  const raw = readLine(line);
  return raw && exportLine(raw) === line ? raw : undefined;
}

function readLine(line: string): RawEvent | undefined {
  let members: { [name: string]: unknown } | null;
  try {
    members = JSON.parse(line) as typeof members;
  } catch {
    return undefined;
  }
  const { position, revision, stream, text, damage } = members ?? {};
  if (!isWhole(position) || !isWhole(revision) || typeof stream !== 'string') return undefined;
  const place = { position: BigInt(position), revision: BigInt(revision), stream };
  if (typeof damage === 'string' && typeof text === 'string') return { ...place, text, damage };
  const [from, to] = [line.lastIndexOf(POSITION), line.lastIndexOf(TYPE)];
  return from < 0 || to < from ? undefined : { ...place, text: line.slice(0, from) + line.slice(to) };
}

const isWhole = (text: unknown): text is string => typeof text === 'string' && /^\d{1,39}$/.test(text);

import { MANIFEST_FORMAT, type ExportManifest } from './export/export-manifest.js';
import type { Finding } from './finding.js';

type StreamEnd = ExportManifest['streams'][number];

/** The manifest as `tokenok export` writes it; undefined for anything else. Numbers and names alone are looked at: an export is held against it. */
export function readManifest(text: string): ExportManifest | undefined {
  let manifest: Partial<ExportManifest> | null;
  try {
    manifest = JSON.parse(text) as Partial<ExportManifest> | null;
  } catch {
    return undefined;
  }
  if (manifest?.format !== MANIFEST_FORMAT) return undefined;
  const { events, bytes, damaged, sha256, types, streams, head_position: head } = manifest;
  const counts = [events, bytes, damaged].every((count) => Number.isSafeInteger(count));
  const isWhole =
    counts &&
    typeof sha256 === 'string' &&
    typeof head === 'string' &&
    /^\d{1,39}$/.test(head) &&
    isObject(types) &&
    Array.isArray(streams);
  return isWhole && streams.every(isStreamEnd) ? (manifest as ExportManifest) : undefined;
}

/**
 * What an export is, held against what its manifest says that it is: a line that was cut off, put in or changed behind the export
 * shows here, even where all that is left holds by itself. Empty where both agree.
 */
export function checkManifest(manifest: ExportManifest, found: ExportManifest): Finding[] {
  const findings: Finding[] = [];
  const say = (problem: string): unknown => findings.push({ stream: null, revision: null, position: null, id: null, problem });
  for (const [what, name] of COUNTS) {
    const [said, is] = [manifest[what], found[what]];
    if (said !== is) say(`the export has ${is ?? 'no'} ${name}, its manifest says ${said ?? 'none'}`);
  }
  for (const type of new Set([...Object.keys(manifest.types), ...Object.keys(found.types)])) {
    const [said, is] = [manifest.types[type] ?? 0, found.types[type] ?? 0];
    if (said !== is) say(`the export has ${is} events of type ${type}, its manifest says ${said}`);
  }
  return [...findings, ...checkStreams(manifest.streams, found.streams)];
}

const COUNTS = [
  ['events', 'events'],
  ['damaged', 'damaged events'],
  ['first_position', 'as its first position'],
  ['last_position', 'as its last position'],
  ['bytes', 'bytes'],
  ['sha256', 'as its SHA-256'],
] as const;

function checkStreams(said: readonly StreamEnd[], found: readonly StreamEnd[]): Finding[] {
  const ends = new Map(found.map((end) => [end.stream, end]));
  const findings = said.map((end) => checkStream(end, ends.get(end.stream)));
  const named = new Set(said.map(({ stream }) => stream));
  const unnamed = found
    .filter(({ stream }) => !named.has(stream))
    .map((end) => at(end, 'stands in the export, and its manifest does not name the stream'));
  return [...findings.filter((finding) => finding !== undefined), ...unnamed];
}

function checkStream(said: StreamEnd, found: StreamEnd | undefined): Finding | undefined {
  if (!found) return at(said, 'the manifest names this event as the last of its stream, and the export has none of it');
  if (said.last_revision !== found.last_revision)
    return at(said, `the manifest names this event as the last of its stream, the export ends at revision ${found.last_revision}`);
  if (said.last_hash !== found.last_hash) return at(said, 'the manifest names another hash of this event');
  return said.events === found.events
    ? undefined
    : at(said, `the export has ${found.events} events of this stream, its manifest says ${said.events}`);
}

const at = ({ stream, last_revision: revision }: StreamEnd, problem: string): Finding => ({
  stream,
  revision: BigInt(revision),
  position: null,
  id: null,
  problem,
});

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function isStreamEnd(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { stream, events, last_revision: revision, last_hash: hash } = value as StreamEnd;
  const isNamed = typeof stream === 'string' && /^-?\d{1,39}$/.test(String(revision)) && Number.isSafeInteger(events);
  return isNamed && (hash === null || typeof hash === 'string');
}

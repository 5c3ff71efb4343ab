import { once } from 'node:events';
import { closeSync, createWriteStream, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import { ExportWriter, isBeyond, type ExportManifest, type Moment } from '#audit';
import { MAX_EVENTS_PER_APPEND, type EventReader, type Position, type RawEvent } from '#event-store';
import { withDataDirectory } from '../sources/data-directory.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { readMoment } from './moments.js';
import { plural } from '../output/output.js';
import { Progress } from '../output/progress.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';

interface ExportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format: string;
  readonly out?: string;
  readonly manifest?: string;
}

export function exportCommand(program: Command): void {
  withDataDirectory(program.command('export'))
    .summary('write the events as canonical JSON lines, with a manifest')
    .description(
      'Writes recorded events, one canonical JSON line each, byte for byte as they were hashed, and a manifest: counts, the SHA-256 of ' +
        'the file, the last revision and hash of every stream, the position where the log stood. `tokenok verify --export` reads it.',
    )
    .option('--out <file>', 'write here and the manifest to <file>.manifest.json; default: events to stdout')
    .option('--manifest <file>', 'write the manifest here')
    .option('--from <moment>', 'first position, or RFC 3339 time of recording; default: the first event')
    .option('--to <moment>', 'last position, or RFC 3339 time of recording; default: the end of the log')
    .option('--format <format>', 'jsonl is the only one', 'jsonl')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok export --out events.jsonl
  npx tokenok export --from 2026-11-01T00:00:00Z --to 2026-11-30T23:59:59.999Z --out november.jsonl
  npx tokenok export --manifest manifest.json | gzip > events.jsonl.gz

Exit codes: 0 exported · 1 exported, but some events are damaged (they stand in the export as such) · 2 could not run`,
    )
    .action((options: ExportOptions, command: Command) => exits(() => run(options, command)));
}

async function run(options: ExportOptions, command: Command): Promise<ExitCode> {
  if (options.format !== 'jsonl') throw new CommandError(`--format takes jsonl, not ${JSON.stringify(options.format)}`);
  const from = options.from === undefined ? undefined : readMoment('--from', options.from);
  const to = options.to === undefined ? undefined : readMoment('--to', options.to);
  const manifestFile = options.manifest ?? (options.out === undefined ? undefined : `${options.out}.manifest.json`);
  for (const file of [options.out, manifestFile]) {
    if (file !== undefined && existsSync(file)) throw new CommandError(`${file} exists already: an export never writes over a file`);
  }
  const events = await sourceOf(command).events();
  try {
    const manifest = await exportTo(options.out, async (sink) => writeEvents(events, sink, from, to));
    if (manifestFile !== undefined) writeFileSync(manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 });
    process.stderr.write(`${plural(manifest.events, 'event')} exported, sha256 ${manifest.sha256}\n`);
    if (manifest.damaged > 0)
      process.stderr.write(`tokenok: ${plural(manifest.damaged, 'event')} damaged: \`tokenok verify\` names them\n`);
    return manifest.damaged > 0 ? EXIT.FOUND : EXIT.GOOD;
  } finally {
    await events.close();
  }
}

/** A file gets its name only when it is whole and on the disk. */
async function exportTo(file: string | undefined, write: (sink: Writable) => Promise<ExportManifest>): Promise<ExportManifest> {
  if (file === undefined) return write(process.stdout);
  const partial = `${file}.partial`;
  const sink = createWriteStream(partial, { mode: 0o600 });
  try {
    const failed = once(sink, 'error').then(([fault]) => Promise.reject(fault as Error));
    const manifest = await Promise.race([write(sink), failed]);
    sink.end();
    await Promise.race([finished(sink), failed]);
    sync(partial);
    renameSync(partial, file);
    return manifest;
  } catch (fault) {
    sink.destroy();
    rmSync(partial, { force: true });
    throw fault;
  }
}

function sync(file: string): void {
  const opened = openSync(file, 'r+');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

async function writeEvents(events: EventReader, sink: Writable, from: Moment | undefined, to: Moment | undefined): Promise<ExportManifest> {
  const head = await events.head();
  const writer = new ExportWriter();
  const progress = new Progress('Events exported', head);
  const first = from && 'position' in from && from.position > 0n ? from.position : 1n;
  const start = events.gapless ? first - 1n : 0n;
  let begun = !(from && 'instant' in from);
  for await (const raw of events.scan({ after: start })) {
    if (raw.position > head + BigInt(MAX_EVENTS_PER_APPEND) || (raw.damage === undefined && raw.position > head)) break;
    if (raw.position < first) continue;
    const placed = { position: raw.position, metadata: { recorded: recordedAt(raw) } };
    if (to && isBeyond(to, placed)) break;
    begun ||= placed.metadata.recorded >= (from as { instant: string }).instant;
    if (!begun) continue;
    if (!sink.write(writer.line(raw))) await once(sink, 'drain');
    progress.update(raw.position);
  }
  progress.end();
  return writer.manifest(head satisfies Position);
}

/** Read without parsing, because the bytes may be damaged; '' comes before every time, so a damaged event ends nothing. */
function recordedAt({ text }: RawEvent): string {
  return text.slice(text.lastIndexOf(',"recorded":"')).match(/^,"recorded":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/)?.[1] ?? '';
}

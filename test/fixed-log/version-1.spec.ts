import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { verify, type Finding } from '#audit';
import type { EventMetadata, JsonObject, RawEvent, RecordedEvent } from '#event-store';
import { PROJECTIONS, currentShape, readTrialBalance } from '#projections';
import { ProjectionRunner, rebuildAndCompare } from '#projecting';
import { createMemoryReadModels } from '#read-model/memory';
import { readerOf } from '../../libs/projecting/testing/events-in-memory.js';

/**
 * The log of the scenario as the product recorded it while RequestRouted and TokensMetered were of version 1: charges took what was available beyond
 * their hold. Never made anew.
 */
const FILE = new URL('version-1/events.txt.gz', import.meta.url);
const LINE = /^(\d+) (\S+) (\d+) \S+ (.*)$/;

const log: readonly RawEvent[] = gunzipSync(readFileSync(FILE))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [, position = '', stream = '', revision = '', text = ''] = LINE.exec(line) ?? [];
    return { position: BigInt(position), stream, revision: BigInt(revision), text };
  });

const events: readonly RecordedEvent[] = log.map(({ text, ...place }) => {
  const { id, type, data, metadata } = JSON.parse(text) as { id: string; type: string; data: JsonObject; metadata: EventMetadata };
  return { ...place, id, type, data, metadata };
});

describe('a log of version 1', () => {
  it('has what that was', () => {
    const versions = events
      .filter(({ type }) => type === 'RequestRouted' || type === 'TokensMetered')
      .map(({ metadata }) => metadata.version);
    expect([versions.length, new Set(versions)]).toEqual([623, new Set([1])]);
    expect(events.some(({ type, data }) => type === 'TokensMetered' && (data['extra'] as unknown[]).length > 0)).toBe(true);
  });
  it('verifies', async () => {
    const found: Finding[] = [];
    const source = { gapless: true, head: async () => 834n, scan: () => Readable.from(log) };
    const audited = await verify(source, { onFinding: (finding) => found.push(finding) });
    expect(found).toEqual([]);
    expect(audited).toMatchObject({ events: 834, charges: 259, openHolds: 0, balanced: true });
  });
  it('folds into every projection, and again to the same', async () => {
    const [live, reader] = [createMemoryReadModels(), readerOf(events)];
    const runner = await ProjectionRunner.open({ events: reader, models: live, projections: PROJECTIONS, upcast: currentShape });
    await runner.run();
    for (const { stopped, parked, position } of runner.checkpoints()) expect([stopped, parked, position]).toEqual([null, [], 834n]);
    expect(await readTrialBalance(live)).toMatchObject({ balanced: true });
    const options = { events: reader, live, scratch: createMemoryReadModels(), projections: PROJECTIONS, upcast: currentShape };
    for (const { problem } of await rebuildAndCompare(options)) expect(problem).toBeUndefined();
  });
});

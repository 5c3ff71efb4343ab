import { readFileSync } from 'node:fs';
import type { JsonObject, RecordedEvent } from '#event-store';
import { CATALOG_VERSIONS, evolveDirectory, type DirectoryRow } from './index.js';

type Golden = Readonly<Record<string, { readonly data: JsonObject; readonly state: object }>>;
const golden = JSON.parse(readFileSync(new URL('./golden/v1.json', import.meta.url), 'utf8')) as Golden;

const STREAMS: Readonly<Record<string, string>> = {
  ProviderConfigured: 'provider-openai',
  ModelConfigured: 'model-openai/gpt-4.1-mini',
  ModelPriced: 'model-openai/gpt-4.1-mini',
  AliasPointed: 'alias-tokenok-fast',
};

const recorded = (type: string, version = 1): RecordedEvent => ({
  position: 9n,
  stream: STREAMS[type] ?? '',
  revision: 7n,
  id: 'e1',
  type,
  data: golden[type]?.data ?? {},
  metadata: {
    actor: 'system',
    cause: 'test',
    effective: '2026-11-01T00:00:00.000Z',
    recorded: '2026-11-01T00:00:00.000Z',
    hash: 'h',
    prev: null,
    version,
  },
});
const before = (type: string): DirectoryRow | undefined =>
  type === 'ModelPriced' ? evolveDirectory(undefined, recorded('ModelConfigured')) : undefined;

describe('every catalog event that was ever written', () => {
  it('has a golden file', () => expect(Object.keys(golden).sort()).toEqual(Object.keys(CATALOG_VERSIONS).sort()));

  it.each(Object.keys(golden))('%s of version 1 means what it meant', (type) =>
    expect(evolveDirectory(before(type), recorded(type)).state).toMatchObject(golden[type]?.state ?? {}),
  );

  it.each(Object.keys(golden))('%s of a version to come is refused', (type) =>
    expect(() => evolveDirectory(before(type), recorded(type, 2))).toThrow(`${type} version 2`),
  );
});

import { readFileSync } from 'node:fs';
import type { JsonObject, RecordedEvent } from '#event-store';
import { CATALOG_VERSIONS } from './index.js';
import { evolveDirectory, type DirectoryRow } from '#directory';

type Golden = Readonly<Record<string, { readonly data: JsonObject; readonly state: object }>>;
const read = (name: string): Golden => JSON.parse(readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8')) as Golden;
const golden = read('v1.json');
/** Of the same version, with the members that a price import adds. */
const imported = read('v1.imported.json');
/** With all that an administrator can say of what a provider takes. */
const traits = read('v1.traits.json');

const STREAMS: Readonly<Record<string, string>> = {
  ProviderConfigured: 'provider-openai',
  ModelConfigured: 'model-openai/gpt-4.1-mini',
  ModelPriced: 'model-openai/gpt-4.1-mini',
  ModelRemoved: 'model-openai/gpt-4.1-mini',
  AliasPointed: 'alias-tokenok-fast',
  AliasRemoved: 'alias-tokenok-fast',
  NameClaimed: 'name-tokenok-fast',
  NameReleased: 'name-tokenok-fast',
  PriceImportDrafted: 'price-import-pim_1',
  PriceImportConfirmed: 'price-import-pim_1',
  PriceImportRowApplied: 'price-import-pim_1',
  PriceImportRowRefused: 'price-import-pim_1',
  PriceImportDiscarded: 'price-import-pim_1',
};

const recorded = (type: string, version = 1, from = golden): RecordedEvent => ({
  position: 9n,
  stream: STREAMS[type] ?? '',
  revision: 7n,
  id: 'e1',
  type,
  data: from[type]?.data ?? {},
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
/** What each stands behind, of those that are not the first of their streams. */
const BEHIND: Readonly<Record<string, string>> = {
  ModelPriced: 'ModelConfigured',
  ModelRemoved: 'ModelConfigured',
  AliasRemoved: 'AliasPointed',
  NameReleased: 'NameClaimed',
  PriceImportConfirmed: 'PriceImportDrafted',
  PriceImportRowApplied: 'PriceImportConfirmed',
  PriceImportRowRefused: 'PriceImportConfirmed',
  PriceImportDiscarded: 'PriceImportDrafted',
};
const before = (type: string): DirectoryRow | undefined => {
  const behind = BEHIND[type];
  return behind === undefined ? undefined : evolveDirectory(before(behind), recorded(behind));
};

describe('every catalog event that was ever written', () => {
  it('has a golden file', () => expect(Object.keys(golden).sort()).toEqual(Object.keys(CATALOG_VERSIONS).sort()));

  it.each(Object.keys(golden))('%s of version 1 means what it meant', (type) =>
    expect(evolveDirectory(before(type), recorded(type)).state).toMatchObject(golden[type]?.state ?? {}),
  );

  it.each(Object.keys(imported))('%s of an import means what it meant', (type) =>
    expect(evolveDirectory(before(type), recorded(type, 1, imported)).state).toMatchObject(imported[type]?.state ?? {}),
  );

  it.each(Object.keys(traits))('%s with traits means what it meant', (type) =>
    expect(evolveDirectory(before(type), recorded(type, 1, traits)).state).toMatchObject(traits[type]?.state ?? {}),
  );

  it.each(Object.keys(golden))('%s of a version to come is refused', (type) =>
    expect(() => evolveDirectory(before(type), recorded(type, 2))).toThrow(`${type} version 2`),
  );
});

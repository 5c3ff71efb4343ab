import { decideAlias, evolveAlias, type CatalogNames, type PointAlias } from './index.js';
import { type AliasEvent } from './alias.events.js';

const catalog: CatalogNames = { hasProvider: () => true, hasModel: (id) => ['a/one', 'a/two'].includes(id), hasAlias: () => true };
const point = (...targets: PointAlias['targets']): PointAlias => ({ type: 'PointAlias', alias: 'fast', targets });
const pointed: AliasEvent = { type: 'AliasPointed', data: { alias: 'fast', targets: [{ model: 'a/one', priority: 0, weight: 1 }] } };
const there = evolveAlias(undefined, pointed, { revision: 0n, at: '2026-11-01T00:00:00.000Z' });

describe('pointing an alias', () => {
  it('records its targets with the order that is meant when none is given', () =>
    expect(decideAlias(point({ model: 'a/one' }), undefined, catalog).events).toEqual([pointed]));
  it('writes nothing when it points there already', () =>
    expect(decideAlias(point({ model: 'a/one', weight: 1 }), there, catalog).events).toEqual([]));
  it('replaces all targets', () => expect(decideAlias(point({ model: 'a/two' }), there, catalog).events).toHaveLength(1));
  it('refuses a model that does not exist by its place, aliases included', () =>
    expect(decideAlias(point({ model: 'a/one' }, { model: 'fast' }), undefined, catalog).refusal).toMatchObject({
      code: 'MODEL_UNKNOWN',
      field: 'targets[1].model',
    }));
  it('refuses the name of a model', () =>
    expect(decideAlias({ ...point({ model: 'a/one' }), alias: 'a/two' }, undefined, catalog).refusal?.code).toBe('NAME_TAKEN'));
  it('refuses the same model twice', () =>
    expect(decideAlias(point({ model: 'a/one' }, { model: 'a/one' }), undefined, catalog).refusal?.code).toBe('TARGET_REPEATED'));
});

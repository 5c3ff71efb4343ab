import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ALLOWED, BORDERS, FOLDERS, HOUSE } from './testing/border.fixtures.js';
import { cruise, type Broken } from './testing/cruise.js';
import { floorFixtures, type Floors } from './testing/floor.fixtures.js';
import { Tree } from './testing/tree.js';

const load = createRequire(import.meta.url);
const { forbidden } = load(resolve('.dependency-cruiser.cjs')) as { forbidden: readonly { name: string }[] };
const FIXTURES = [...BORDERS, ...floorFixtures(load(resolve('scripts/borders/floors.cjs')) as Floors)];

const twin = (file: string, word: string): string => file.replace(/[.]ts$/, `.${word}.ts`);
const files = Object.assign(
  { ...HOUSE, ...ALLOWED },
  ...FIXTURES.map(({ file, broken, mended, beside }) => ({
    ...beside,
    [twin(file, 'broken')]: broken,
    [twin(file, 'mended')]: mended,
  })),
) as Record<string, string>;

describe('a border', () => {
  const trees: Tree[] = [];
  let found: readonly Broken[];
  let foldersFound: readonly Broken[];
  beforeAll(async () => {
    trees.push(new Tree(files), new Tree(FOLDERS));
    [found, foldersFound] = await Promise.all([
      cruise(trees[0]!, '.dependency-cruiser.cjs'),
      cruise(trees[1]!, 'scripts/borders/folders.cjs'),
    ]);
  });
  afterAll(() => trees.forEach((tree) => tree.remove()));

  it.each([...new Set(FIXTURES.map(({ rule }) => rule))])('%s is broken by each of its fixtures', (rule) => {
    const breaking = found.filter(([name]) => name === rule).map(([, from]) => from);
    const fixtures = FIXTURES.filter((each) => each.rule === rule).map(({ file }) => twin(file, 'broken'));
    expect(breaking).toEqual(expect.arrayContaining(fixtures));
  });

  it('is not broken by what keeps it', () => {
    const kept = new Set([...FIXTURES.map(({ file }) => twin(file, 'mended')), ...Object.keys(ALLOWED), ...Object.keys(HOUSE)]);
    expect(found.filter(([, from]) => kept.has(from))).toEqual([]);
  });

  it('has a fixture, whichever it is', () => {
    const proven = new Set(FIXTURES.map(({ rule }) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
  });

  it('no-cycle-between-folders is broken by two folders whose files do not reach each other', () => {
    expect(new Set(foldersFound)).toEqual(
      new Set([
        ['no-cycle-between-folders', 'libs/wire/circle'],
        ['no-cycle-between-folders', 'libs/wire/round'],
      ]),
    );
  });
});

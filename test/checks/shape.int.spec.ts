import { Tree, type Files } from './testing/tree.js';

const EMPTY = 'export {};\n';
const linesOf = (count: number): string => `${'//\n'.repeat(count - 1)}export {};\n`;
const folderOf = (path: string, files: number): Files =>
  Object.fromEntries(Array.from({ length: files }, (_, at) => [`${path}/${at}.ts`, EMPTY]));

/** A rule, what breaks it, and where it is told; the twin beside it is what keeps the rule by a hair. */
const FIXTURES: readonly { readonly rule: string; readonly told: string; readonly broken: Files; readonly kept: Files }[] = [
  {
    rule: 'no-full-folder',
    told: 'libs/full',
    broken: folderOf('libs/full', 31),
    kept: folderOf('test/nearly-full', 30),
  },
  {
    rule: 'no-long-file',
    told: 'bench/long.ts',
    broken: { 'bench/long.ts': linesOf(301) },
    kept: { 'bench/nearly-long.ts': linesOf(300), 'bench/long.spec.ts': linesOf(400), 'bench/testing/long.ts': linesOf(400) },
  },
  {
    rule: 'no-unused-export-of-an-index',
    told: 'libs/open/index.ts',
    broken: {
      'libs/open/index.ts': "export { one, type Two, three as four, five, six } from './room.js';\nexport const seven = 7;\n",
      'libs/open/room.ts': EMPTY,
      'apps/cli/open.ts': [
        "import { one as uno, type Two } from '#open';",
        "export const four = async () => (await import('#open')).four;",
        "export type Five = import('#open').five;",
        "export { seven } from '../../libs/open/index.js';",
      ].join('\n'),
      'apps/cli/open.spec.ts': "import { six } from '#open';",
    },
    kept: { 'libs/open/memory/index.ts': "export { one } from './room.js';" },
  },
  {
    rule: 'an-index-names-its-exports',
    told: 'libs/anything/index.ts',
    broken: { 'libs/anything/index.ts': "export * from './room.js';" },
    kept: { 'libs/anything/room.ts': "export * from './other.room.js';" },
  },
  {
    rule: 'no-provider-by-name',
    told: 'libs/wire/trait.ts',
    broken: { 'libs/wire/trait.ts': 'export const takesNone = (model: string) => /^gpt-9/.test(model);' },
    kept: {
      'libs/wire/name.ts': "export const MODEL = 'gpt-9';",
      'libs/routing/traits/default-traits.ts': 'export const ROW = /^gpt-9/;',
    },
  },
  {
    rule: 'no-provider-by-name',
    told: 'apps/gateway/host.ts',
    broken: { 'apps/gateway/host.ts': "export const isOurs = (host: string) => host.endsWith('.acme.ai');" },
    kept: { 'apps/gateway/example.ts': "export const EXAMPLE = 'https://api.acme.ai/v1';" },
  },
  {
    rule: 'no-code-by-url',
    told: 'apps/cli/other-app.ts',
    broken: { 'apps/cli/other-app.ts': "export const URL_OF = new URL('../gateway/gateway.js', import.meta.url);" },
    kept: { 'apps/cli/main-of-app.ts': "const MAIN = new URL('../gateway/main.js', import.meta.url);\nawait import(MAIN.href);" },
  },
  {
    rule: 'no-code-by-url',
    told: 'libs/thread/other-library.ts',
    broken: { 'libs/thread/other-library.ts': "export const URL_OF = new URL('../vault/vault.worker.js', import.meta.url);" },
    kept: {
      'libs/thread/own.ts': "new URL('./thread.worker.js', import.meta.url);",
      'libs/thread/built.ts': "new URL(x ? '../../dist/libs/thread/thread.worker.js' : './thread.worker.js', import.meta.url);",
      'libs/thread/data.ts': "new URL('./prices.json', import.meta.url);",
    },
  },
  {
    rule: 'no-code-by-url',
    told: 'apps/cli/joined.ts',
    broken: { 'apps/cli/joined.ts': "export const FILE = join(import.meta.dirname, '../gateway/gateway.js');" },
    kept: { 'apps/cli/package.ts': "export const FILE = import.meta.resolve('openai');" },
  },
  {
    rule: 'no-code-by-url',
    told: 'apps/cli/made.ts',
    broken: { 'apps/cli/made.ts': 'export const load = (name: string) => import(`../${name}/gateway.js`);' },
    kept: { 'apps/cli/named.ts': "export const load = () => import('#open');" },
  },
];

describe('the shape of the house', () => {
  let tree: Tree;
  let told: readonly string[];
  beforeAll(async () => {
    tree = new Tree(Object.assign({}, ...FIXTURES.flatMap(({ broken, kept }) => [broken, kept])) as Files);
    told = (await tree.run('scripts/shape.mjs', ['.'])).trimEnd().split('\n');
  });
  afterAll(() => tree.remove());

  it.each(FIXTURES.map(({ rule, told }) => [rule, told]))('%s is broken by %s', (rule, path) => {
    expect(told.filter((line) => line.startsWith(`${rule} ${path}:`))).toHaveLength(1);
  });

  it('is broken by nothing else', () => {
    expect(told).toHaveLength(FIXTURES.length);
  });

  it('names the export that only a spec uses', () => {
    expect(told).toContain('no-unused-export-of-an-index libs/open/index.ts: six is used by no product code');
  });
});

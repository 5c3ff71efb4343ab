import { existsSync } from 'node:fs';
import { DECISIONS, PAGES, README, columns, firstParagraph, headings, links, page, proseLines, tableRows, words } from './pages.js';
import { DEFAULT_TRAITS } from '../../libs/routing/traits/default-traits.js';
import { FILE_NAMES, SOURCES } from './sources.js';

const ALL = [README, ...PAGES, ...DECISIONS];
const INDEX = page('docs/README.md');
const namesIn = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, name]) => String(name));
const product = SOURCES.map(({ text }) => text).join('\n');

describe('the pages', () => {
  it('link to what there is', () => {
    const broken = ALL.flatMap(links).filter(({ file, anchor }) => {
      const target = ALL.find(({ path }) => path === file);
      if (!target) return !existsSync(file);
      return anchor !== undefined && !headings(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('are all named by their index', () => {
    const named = new Set(links(INDEX).map(({ file }) => file));
    expect([...PAGES, ...DECISIONS].map(({ path }) => path).filter((path) => path !== INDEX.path && !named.has(path))).toEqual([]);
  });

  it('have lines of 120 columns at most, but for tables, code and links', () => {
    const long = ALL.flatMap((each) => proseLines(each).map((line) => ({ path: each.path, line }))).filter(
      ({ line }) => columns(line) > 120,
    );
    expect(long).toEqual([]);
  });

  it('are read in ten minutes, the README in five', () => {
    expect(ALL.map(({ path, text }) => ({ path, words: words({ path, text }) })).filter((each) => each.words > 2_000)).toEqual([]);
    expect(words(README)).toBeLessThanOrEqual(1_000);
  });

  it('begin with one sentence, which says what they answer', () => {
    const others = PAGES.filter((each) => !/^[^.]*(?:\.\w[^.]*)*\.$/.test(firstParagraph(each)));
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  it('name files that there are', () => {
    const gone = [README, ...PAGES].flatMap(({ path, text }) =>
      namesIn(text, /(?<![\w*/.-])(?:[\w-]+\/)*(\w[\w.-]*\.(?:ts|mjs))\b/g)
        .filter((name) => !FILE_NAMES.has(name) && !['leaf.mjs'].includes(name))
        .map((name) => ({ path, name })),
    );
    expect(gone).toEqual([]);
  });
});

describe('docs/glossary.md', () => {
  const rows = tableRows(page('docs/glossary.md'));

  it('is in order, and has each word once', () => {
    const found = rows.map(([word]) => word);
    expect(found.length).toBeGreaterThan(80);
    expect(found).toEqual([...new Set(found)].sort((a, b) => String(a).localeCompare(String(b), 'en')));
  });

  it('names what the code has', () => {
    const names = rows.flatMap(([, , place = '']) => namesIn(place, /`([A-Za-z]+(?:\.[a-z][A-Za-z]+)?)`/g));
    expect(names.filter((name) => !new RegExp(`\\b${name.replace(/^.*\./, '')}\\b`).test(product))).toEqual([]);
  });
});

describe('docs/timeouts.md and docs/timeouts-background.md', () => {
  /** Times that nobody waits for, and those of the sandbox, which its own page tells. */
  const OTHERS = [
    'DAY_MS',
    'SECONDS_FROM_MS',
    'EXPIRES_SOON_MS',
    'BOUNDS_SECONDS',
    'LONGEST_TIMER_MS',
    'LONGEST_WAIT_SECONDS',
    'MAX_OVERLAP_SECONDS',
  ];
  const DECLARED = /^(?:export )?const ([A-Z_]*(?:_MS|_SECONDS|_RETRIES|_TRIES|_ATTEMPTS|_POLLS|_RACES|_ROUNDS|_LOOKS|_READS)) = /gm;
  const text = page('docs/timeouts.md').text + page('docs/timeouts-background.md').text;
  const declared = SOURCES.filter(({ path }) => !path.includes('/sandbox')).flatMap((source) => namesIn(source.text, DECLARED));

  it('has every wait and number of tries that the code has', () => {
    expect(declared.length).toBeGreaterThan(60);
    expect(declared.filter((name) => !OTHERS.includes(name) && !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('has none that the code has not', () =>
    expect(namesIn(text, /`([A-Z]+(?:_[A-Z]+)+)`/g).filter((name) => !product.includes(name))).toEqual([]));
});

describe('docs/traits.md', () => {
  const { text } = page('docs/traits.md');
  const cell = (source: string | undefined) => (source === undefined ? '–' : `\`${source.replaceAll('|', '\\|')}\``);
  const said = (value: unknown): string =>
    Array.isArray(value) ? value.map((each) => (Array.isArray(each) ? `[${said(each)}]` : String(each))).join(', ') : String(value);

  it('has every default, in order', () => {
    const rows = DEFAULT_TRAITS.map(({ protocol = '–', host, model, traits, source }) => {
      const members = Object.entries(traits).map(([name, value]) => `\`${name}\`: ${said(value)}`);
      return `| ${[protocol, cell(host?.source), cell(model?.source), members.join('; ') || '–', source].join(' | ')} |`;
    });
    const [, table = ''] = text.split('| protocol | host | upstream model | traits | source |\n| --- | --- | --- | --- | --- |\n');
    expect(table.split('\n\n')[0]?.split('\n')).toEqual(rows);
  });

  it('says when they were looked up', () => {
    const latest = DEFAULT_TRAITS.map(({ date }) => date)
      .sort()
      .at(-1);
    expect(text).toContain(`looked up on ${String(latest)}`);
  });
});

describe('docs/environment.md', () => {
  it('has every variable that is read', () => {
    const { text } = page('docs/environment.md');
    const variables = namesIn(product, /\breader\.read\('([A-Z_]+)'/g);
    expect(variables.length).toBeGreaterThan(10);
    expect(variables.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

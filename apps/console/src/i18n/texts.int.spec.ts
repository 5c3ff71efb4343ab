import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LANGUAGES, type Texts } from './texts.js';

const source = join(import.meta.dirname, '..');
const read = (pattern: string): readonly string[] => globSync(pattern, { cwd: source }).sort();
const isCode = (name: string): boolean => !/[.](texts|spec|d)[.]ts$|schema[.]ts$/.test(name);

const files = read('**/*.texts.ts');
const code = read('**/*.{ts,tsx}')
  .filter(isCode)
  .map((name) => readFileSync(join(source, name), 'utf8').replace(/\/\*[^]*?\*\//g, ''));
const ID = /^[a-z_]+([.][a-z0-9_]+)+$/;
const texts = new Map<string, Record<string, string>>();
const twice: string[] = [];

beforeAll(async () => {
  for (const file of files) {
    const module = (await import(pathToFileURL(join(source, file)).href)) as { readonly texts: Texts };
    for (const [id, said] of Object.entries(module.texts)) {
      if (texts.has(id)) twice.push(id);
      texts.set(id, said);
    }
  }
});

/** `t('keys.title')`, `<Trans id="…">`, and what names a text in a table: each quoted word of that shape in a namespace of ours, but a permission. */
function quoted(): readonly string[] {
  const spaces = new Set([...texts.keys()].map((id) => id.split('.', 1)[0]));
  const words = code.flatMap((text) => [...text.matchAll(/(?<!\bmay\()(['"`])([a-z_]+[.][a-z0-9_.]+)\1/g)].map(([, , word = '']) => word));
  return words.filter((word) => ID.test(word) && spaces.has(word.split('.', 1)[0]));
}

/** `app.role.` of a template: whatever begins so is taken to be used. */
const prefixes = (): readonly string[] =>
  code.flatMap((text) => [...text.matchAll(/`([a-z_]+[.][a-z0-9_.]*)\$\{/g)].map(([, prefix = '']) => prefix));

describe('the texts of the console', () => {
  it('stand in one file each, by ids of one shape', () => {
    expect(twice).toEqual([]);
    expect([...texts.keys()].filter((id) => !ID.test(id))).toEqual([]);
  });

  it('say each message in every language, with the same values and tags', () => {
    const differing = [...texts].filter(([, said]) => {
      const signs = LANGUAGES.map((language) => signsOf(said[language] ?? ''));
      return LANGUAGES.some((language) => (said[language] ?? '').trim() === '') || new Set(signs).size > 1;
    });
    expect(differing).toEqual([]);
  });

  it('are all there that the code asks for', () => {
    expect([...new Set(quoted())].filter((id) => !texts.has(id))).toEqual([]);
  });

  it('are all asked for', () => {
    const used = new Set(quoted());
    const begun = prefixes();
    expect([...texts.keys()].filter((id) => !used.has(id) && !begun.some((prefix) => id.startsWith(prefix)))).toEqual([]);
  });

  it('do not address the reader in Chinese, nor shout or beg in any language', () => {
    expect([...texts].filter(([, { zh = '' }]) => /[你您]/.test(zh)).map(([id]) => id)).toEqual([]);
    expect([...texts].filter(([, said]) => /[!！]|\b(please|sorry|oops)\b/i.test(Object.values(said).join(' '))).map(([id]) => id)).toEqual(
      [],
    );
  });
});

/** Names of values and numbers of tags; a plural stands for its value. */
const signsOf = (text: string): string =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]|<(\d+)\/?>/g)].map(([, name, tag]) => name ?? tag))].sort().join(' ');

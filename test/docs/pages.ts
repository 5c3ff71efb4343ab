import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Paths are those of the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

const read = (path: string): Page => ({ path, text: readFileSync(path, 'utf8') });
const markdownIn = (folder: string): readonly Page[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => read(`${folder}/${name}`));

export const README = read('README.md');
export const PAGES = markdownIn('docs');
export const DECISIONS = markdownIn('docs/adr');

export const page = (path: string): Page => PAGES.find((each) => each.path === path) ?? { path, text: '' };

const FENCE = /^```.*?^```$/gms;

/** What of a page is prose: neither code, tables nor pictures. */
export function proseLines({ text }: Page): readonly string[] {
  return text
    .replace(FENCE, '')
    .split('\n')
    .filter((line) => !/^(?:\s*\|| {4}\S|!\[)/.test(line));
}

/** Columns as a reader of the source counts them: where a link or an address leads can be broken nowhere. */
export function columns(line: string): number {
  return [...line.replaceAll(/\]\([^)]*\)/g, ']').replaceAll(/https?:\/\/\S+/g, '')].length;
}

export function words({ text }: Page): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** What a page says before all else, on one line. */
export function firstParagraph({ text }: Page): string {
  return (text.split(/\n{2,}/)[1] ?? '').replaceAll('\n', ' ');
}

export function headings({ text }: Page): readonly string[] {
  return [...text.replace(FENCE, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(String(heading)));
}

/** As GitHub names a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

export interface Link {
  readonly from: string;
  readonly file: string;
  readonly anchor: string | undefined;
}

/** Links to what is in the repository. */
export function links({ path, text }: Page): readonly Link[] {
  const targets = [...text.replace(FENCE, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => String(target));
  return targets
    .filter((target) => !/^https?:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#');
      return { from: path, file: file === '' ? path : normalize(join(dirname(path), file)), anchor };
    });
}

/** The rows of a page's tables, their heads left out. */
export function tableRows({ text }: Page): readonly (readonly string[])[] {
  const lines = text.replace(FENCE, '').split('\n');
  return lines.filter((line, index) => line.startsWith('| ') && !/^\| -/.test(line) && !/^\| -/.test(lines[index + 1] ?? '')).map(cells);
}

const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

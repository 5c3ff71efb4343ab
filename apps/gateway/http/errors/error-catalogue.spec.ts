import { readFileSync } from 'node:fs';
import { ERROR_CATALOGUE, isErrorCode, wireCode, type ErrorCode, type ErrorRow } from './error-catalogue.js';
import { EXIT } from '#process';

const page = readFileSync('docs/errors.md', 'utf8');
const rows = page.split('\n').map((line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim()),
);
const documented = rows.filter((cells) => cells.length === 8 && /^[A-Z_]+$/.test(cells[0] ?? ''));
const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

const shown = (code: ErrorCode): string[] => {
  const row: ErrorRow = ERROR_CATALOGUE[code];
  const openai = `${row.openai.type} / ${row.openai.code}`;
  const status = row.anthropicStatus === undefined ? String(row.status) : `${row.status}, ${row.anthropicStatus} in Messages`;
  return [code, `\`${wireCode(code)}\``, status, openai, row.anthropic, String(row.retryAfterSeconds ?? '–'), row.title];
};

describe('the error catalogue', () => {
  it.each(codes)('%s is documented as it is', (code) => {
    expect(documented.find(([name]) => name === code)?.slice(0, 7)).toEqual(shown(code));
  });

  it('documents no error that does not exist, and none twice', () => {
    expect(documented.map(([name]) => name).filter((name) => !isErrorCode(name))).toEqual([]);
    expect(documented).toHaveLength(codes.length);
  });

  it('says of every error when it happens', () => {
    expect(documented.filter((cells) => (cells[7] ?? '').length < 10)).toEqual([]);
  });

  it('documents every exit code of the gateway, and no other', () => {
    const listed = rows.filter((cells) => cells.length === 3 && /^\d$/.test(cells[0] ?? ''));
    expect(Object.fromEntries(listed.map(([code, name]) => [name, Number(code)]))).toEqual(EXIT);
  });
});

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const functionOf = (lines: number): string => `export function long(): number {\n${'  void 0;\n'.repeat(lines - 3)}  return 0;\n}\n`;
const clock = { rule: 'no-restricted-syntax', broken: 'export const now = (): number => Date.now();' };
const chance = { rule: 'no-restricted-syntax', broken: 'export const chance = (): number => Math.random();' };
const float = { rule: 'no-restricted-syntax', broken: "export const dollars = parseFloat('0.1');" };
const NO_SYNTAX = 'export const later = (now: number): number => now + 1;';
const exception = {
  rule: 'no-restricted-imports',
  broken: "export { NotFoundException } from '@nestjs/common';",
  mended: "export { Injectable } from '@nestjs/common';",
};

/** The project's own rules, but for those that ask for types: fixtures are no part of its program. */
const FIXTURES = [
  ...['libs/money', 'libs/ledger', 'projections/usage'].flatMap((folder) =>
    [clock, chance, float].map((each) => ({ ...each, file: `${folder}/fixture.ts`, mended: NO_SYNTAX })),
  ),
  ...[clock, chance].map((each) => ({ ...each, file: 'libs/routing/plan/fixture.ts', mended: NO_SYNTAX })),
  ...['apps/gateway/customers/customers.commands.ts', 'apps/gateway/books/fixture.ts', 'libs/routing/fixture.ts'].map((file) => ({
    ...exception,
    file,
  })),
  { rule: 'max-lines-per-function', file: 'apps/gateway/long.ts', broken: functionOf(71), mended: functionOf(70) },
];

describe('the lint', () => {
  const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
  const rulesBroken = async (filePath: string, text: string): Promise<readonly (string | null)[]> =>
    (await eslint.lintText(text, { filePath })).flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));

  it.each(FIXTURES)('$rule is broken in $file, and not by its twin', async ({ rule, file, broken, mended }) => {
    expect(await rulesBroken(file, broken)).toEqual([rule]);
    expect(await rulesBroken(file, mended)).toEqual([]);
  });

  it.each([
    'apps/gateway/http/errors/fixture.ts',
    'apps/gateway/auth/fixture.ts',
    'apps/gateway/inference/edge/fixture.ts',
    'apps/gateway/customers/fixture.controller.ts',
  ])("lets the edge know Nest's exceptions: %s", async (file) => {
    expect(await rulesBroken(file, exception.broken)).toEqual([]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { DataDirectory } from '#process';
import { dataDirectoryPath, withDataDirectory } from '../sources/data-directory.js';
import { fromEnvironment } from '../sources/environment.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { print, printJson } from '../output/output.js';
import { exits } from '../output/run.js';

const KINDS = ['customer', 'person'] as const;
type Kind = (typeof KINDS)[number];

/** Erasing revokes keys one by one. */
const ANSWER_MS = 60_000;

interface EraseOptions {
  readonly url?: string;
  readonly yes?: true;
  readonly reason?: string;
  readonly json?: true;
}

interface Preview {
  readonly is_erased: boolean;
  readonly erased: readonly { readonly what: string; readonly count?: number }[];
  readonly stays: readonly { readonly what: string; readonly why: string; readonly count?: number }[];
}

export function eraseCommand(program: Command): void {
  withDataDirectory(program.command('erase'))
    .summary('erase a customer or a person, for good')
    .description(
      'Shows what would be erased, what stays, and why; with --yes it is done. Asks a running gateway, over HTTP and with the admin token: ' +
        'TOKENOK_ADMIN_TOKEN, or the one of the data directory. Whoever is erased already is shown so, and what an erasure before has left ' +
        'undone is done.',
    )
    .addArgument(new Argument('<kind>', 'whom').choices(KINDS))
    .argument('<id>', 'cus_… or per_…')
    .option('--url <url>', 'where the gateway is (default: http://HOST:PORT of the environment, else http://127.0.0.1:8080)')
    .option('--reason <text>', 'recorded as it stands, so without personal data')
    .option('--yes', 'erase, instead of showing what would be')
    .option('--json', 'one JSON document instead of lines')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok erase customer cus_01kb…
  npx tokenok erase person per_01kb… --yes --reason "asked for by letter"

Exit codes: 0 erased, or shown of whom is erased already · 1 shown, and nothing was erased · 2 could not run`,
    )
    .action((kind: Kind, id: string, options: EraseOptions, command: Command) => exits(() => run(kind, id, options, command)));
}

async function run(kind: Kind, id: string, { url, yes, reason, json }: EraseOptions, command: Command): Promise<ExitCode> {
  const gateway = { base: baseOf(url), token: tokenOf(command) };
  const path = `/admin/${kind === 'customer' ? 'customers' : 'people'}/${encodeURIComponent(id)}/erase`;
  if (yes) {
    const erased = await ask(gateway, 'POST', path, reason === undefined ? {} : { reason });
    if (json) printJson(erased);
    else print(`${id} is erased, for good`);
    return EXIT.GOOD;
  }
  const preview = (await ask(gateway, 'GET', path)) as Preview;
  if (json) printJson(preview);
  else show(id, preview);
  if (preview.is_erased) return EXIT.GOOD;
  process.stderr.write(`tokenok: nothing was erased: --yes does it, for good\n`);
  return EXIT.FOUND;
}

function show(id: string, { is_erased: isErased, erased, stays }: Preview): void {
  print(isErased ? `${id} is erased. Gone:` : `${id}. Would be erased, for good:`);
  for (const { what, count } of erased) print(`  ${what}${counted(count)}`);
  print('Stays:');
  for (const { what, why, count } of stays) print(`  ${what}${counted(count)}\n    ${why}`);
}

const counted = (count: number | undefined): string => (count === undefined ? '' : ` (${count})`);

function baseOf(url: string | undefined): string {
  const host = fromEnvironment(process.env, 'host');
  const named = host.includes(':') ? `[${host}]` : host;
  const base = url ?? `http://${named}:${fromEnvironment(process.env, 'port') ?? 8_080}`;
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) throw new CommandError(`--url ${base} is no http(s) URL`);
  return base.replace(/\/+$/, '');
}

function tokenOf(command: Command): string {
  const token = fromEnvironment(process.env, 'adminToken');
  if (token !== undefined) return token;
  const { adminToken } = new DataDirectory(dataDirectoryPath(command));
  if (!existsSync(adminToken))
    throw new CommandError(
      `There is no admin token: set TOKENOK_ADMIN_TOKEN, or name the data directory that has one (${adminToken} is not there)`,
    );
  return readFileSync(adminToken, 'utf8').trim();
}

/** What a gateway answers with 2xx. A refusal ends the command in its own words, which never hold the token. */
async function ask(
  { base, token }: { readonly base: string; readonly token: string },
  method: string,
  path: string,
  body?: object,
): Promise<object> {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
  const init = { method, headers, signal: AbortSignal.timeout(ANSWER_MS), ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(base + path, init).catch((cause: unknown) => {
    throw new CommandError(`no gateway answers at ${base}: start one, or name it by --url`, { cause });
  });
  const answer = (await response.json().catch(() => ({}))) as { readonly detail?: string };
  if (!response.ok) throw new CommandError(answer.detail ?? `${base} answered with status ${response.status}`);
  return answer;
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const readRoot = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');

export interface Service {
  readonly image?: string;
  readonly build?: string | { readonly context: string; readonly dockerfile: string };
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, { readonly aliases?: readonly string[] } | null>>;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly stop_grace_period?: string;
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

/** The file as a parser of YAML 1.2 with merge keys reads it; variables stand as they are written. */
export const readCompose = (): Compose => parse(readRoot('docker-compose.yml'), { merge: true }) as Compose;

/** Networks are a list of names, or a map with what a service is called in each besides its own name. */
export function networksOf({ networks = [] }: Service): readonly string[] {
  return Array.isArray(networks) ? (networks as readonly string[]) : Object.keys(networks);
}

export function namesIn({ networks = {} }: Service, network: string): readonly string[] {
  return Array.isArray(networks) ? [] : ((networks as Exclude<typeof networks, readonly string[]>)[network]?.aliases ?? []);
}

/** `NAME=value` lines, as `docker compose` reads `.env`. */
export function readDotEnv(): ReadonlyMap<string, string> {
  const lines = readRoot('.env')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const));
}

export class MissingVariableError extends Error {}

/**
 * What the Compose specification makes of `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, which nest. Throws
 * `MissingVariableError` with the message where a variable is required and is not there.
 */
export function interpolate(text: string, variables: ReadonlyMap<string, string>): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    if (!text.startsWith('${', at)) {
      result += text[at++];
      continue;
    }
    const end = closing(text, at + 2);
    result += value(text.slice(at + 2, end), variables);
    at = end + 1;
  }
  return result;
}

function value(expression: string, variables: ReadonlyMap<string, string>): string {
  const [, name = '', operator, rest = ''] = /^(\w+)(?::([-?])([\s\S]*))?$/.exec(expression) ?? [];
  const found = variables.get(name) ?? '';
  if (found !== '' || operator === undefined) return found;
  if (operator === '?') throw new MissingVariableError(rest);
  return interpolate(rest, variables);
}

function closing(text: string, from: number): number {
  for (let at = from, depth = 1; at < text.length; at += 1) {
    if (text.startsWith('${', at)) depth += 1;
    if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  throw new SyntaxError(`A variable is not closed: ${text}`);
}

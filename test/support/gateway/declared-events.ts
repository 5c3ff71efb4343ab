import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

/** What the check needs of a recorded event. */
export interface WrittenEvent {
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** A request of `/v1`, `/me` or `/admin`, the stream of a claim, or what the system does by itself. */
  readonly cause: string;
  /** `system` is nobody's command: recovery, caretaker, first start. */
  readonly actor: string;
}

/** A route as docs/routes.md has it, and the events that it may write. */
interface DeclaredRoute {
  readonly pattern: RegExp;
  readonly writes: ReadonlySet<string>;
}

const CLAIMS: ReadonlySet<string> = new Set(['CommandAccepted', 'CommandAnswered', 'ClaimCarriedOver']);
/** Whatever touches an account may first end a month that is over, and expire what was due in it; a gateway among others may lease. */
const HOUSEKEEPING: ReadonlySet<string> = new Set([
  ...['AccountOpened', 'PeriodClosed', 'PeriodOpened', 'PeriodCarried', 'ClaimsListed', 'CreditExpired'],
  ...['FundsLeased', 'LeaseOpened', 'FundsRecalled', 'LeaseSealed', 'LeaseSettled'],
]);
const ROUTES_PAGE = fileURLToPath(new URL('../../../docs/routes.md', import.meta.url)).replace('/dist/docs/', '/docs/');

/** Requests that were sent from this process, by the id that the gateway gave each: method and path. */
const requests = new Map<string, string>();

export function remember(requestId: unknown, method: string, url: string): void {
  if (typeof requestId === 'string') requests.set(requestId, `${method} ${new URL(url).pathname}`);
}

/** Events that the command of their route does not declare, each named; empty is what every suite wants. */
export function undeclaredEvents(
  events: readonly WrittenEvent[],
  sent: ReadonlyMap<string, string> = requests,
  page: string = readFileSync(ROUTES_PAGE, 'utf8'),
): string[] {
  const routes = declaredRoutes(page);
  const any = new Set(routes.flatMap(({ writes }) => [...writes]));
  const claimed = new Map<string, string>();
  for (const { stream, type, data } of events) if (type === 'CommandAccepted') claimed.set(stream, String(data['route']));
  return events.flatMap(({ stream, type, cause, actor }) => {
    if (HOUSEKEEPING.has(type) || actor === 'system') return [];
    if (stream.startsWith('command-')) return CLAIMS.has(type) ? [] : [`${stream} has ${type}, which is none of a claim's events`];
    const route = sent.get(cause) ?? claimed.get(cause);
    if (route === undefined) return cause.startsWith('req_') && !any.has(type) ? [`${type} (${cause}) is declared by no route`] : [];
    const declared = routes.find(({ pattern }) => pattern.test(route));
    if (!declared) return [`${type} was caused by ${route}, which is no route of docs/routes.md`];
    return declared.writes.has(type) ? [] : [`${route} wrote ${type}, which its command does not declare`];
  });
}

/** The same of everything that a data directory has recorded; none where it has no books. */
export function undeclaredIn(dataDir: string): string[] {
  const file = join(dataDir, 'events.db');
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file);
  try {
    const rows = database.prepare('SELECT stream, type, data, metadata FROM events ORDER BY position').all();
    return undeclaredEvents(rows.map(written));
  } finally {
    database.close();
  }
}

function written({ stream, type, data, metadata }: Readonly<Record<string, unknown>>): WrittenEvent {
  const { cause, actor } = parsed(metadata);
  return { stream: String(stream), type: String(type), data: parsed(data), cause: String(cause), actor: String(actor) };
}

function parsed(value: unknown): Readonly<Record<string, unknown>> {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

/** The rows of the table: route in the first cell, events in the last. */
function declaredRoutes(page: string): readonly DeclaredRoute[] {
  return page.split('\n').flatMap((line) => {
    const cells = line.split(' | ');
    const [, method, path] = /^\| `([A-Z]+) (\S+)`$/.exec(cells[0] ?? '') ?? [];
    if (method === undefined || path === undefined) return [];
    const writes = (cells.at(-1) ?? '').replace(/ \|$/, '').split(', ');
    const parts = path
      .replace(/[.+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{path\}/, '.+')
      .replace(/\{\w+\}/g, '[^/]+');
    return [{ pattern: new RegExp(`^${method} ${parts}$`), writes: new Set(writes.filter((each) => each !== '–')) }];
  });
}

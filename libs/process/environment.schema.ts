import { resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { readEngines } from './engines.js';
import { EnvironmentReader, type EnvironmentVariables } from './environment.reader.js';
import { parseBytes, parseHost, parseMasterKey, parsePort, parseUrl, type Parsed } from './environment.values.js';
import { parseLogLevel } from './log.js';

const PAYMENT_SECRET = /^TOKENOK_PAYMENTS_([A-Z0-9_]+)_SECRET$/;

/** Every variable that any program of ours reads, with the default that it has in all of them. */
const SCHEMA = {
  /** Undefined where it is not set: what that means is each program's own. */
  port: (reader: EnvironmentReader) => reader.read('PORT', parsePort),
  host: (reader: EnvironmentReader) => reader.read('HOST', parseHost) ?? '127.0.0.1',
  dataDir: (reader: EnvironmentReader) => resolve(reader.read('TOKENOK_DATA_DIR', anyText) ?? './data'),
  engines: readEngines,
  masterKey: (reader: EnvironmentReader) => reader.read('TOKENOK_MASTER_KEY', parseMasterKey),
  adminToken: (reader: EnvironmentReader) => reader.read('TOKENOK_ADMIN_TOKEN', (text) => atLeast(32, text)),
  adminEmail: (reader: EnvironmentReader) => reader.read('TOKENOK_ADMIN_EMAIL', parseEmail),
  adminPassword: (reader: EnvironmentReader) => reader.read('TOKENOK_ADMIN_PASSWORD', (text) => atLeast(8, text)),
  stripe,
  paymentSecrets,
  memoryBudgetBytes: (reader: EnvironmentReader) => reader.read('TOKENOK_MEMORY_BUDGET', parseBytes) ?? quarterOfTheHeap(),
  keepResponsesDays: (reader: EnvironmentReader) => reader.read('TOKENOK_KEEP_RESPONSES_DAYS', parseDays) ?? 30,
  logLevel: (reader: EnvironmentReader) => reader.read('TOKENOK_LOG_LEVEL', parseLogLevel) ?? 'info',
} as const;

type Schema = typeof SCHEMA;
export type EnvironmentName = keyof Schema;
export type EnvironmentPart<Name extends EnvironmentName> = { readonly [Each in Name]: ReturnType<Schema[Each]> };

export const ALL_OF_THE_ENVIRONMENT = Object.keys(SCHEMA) as readonly EnvironmentName[];

/**
 * The part of the environment that one program needs. `check` refuses what is right by itself and wrong together. Throws
 * `EnvironmentError` with everything that is wrong.
 */
export function readEnvironment<Name extends EnvironmentName>(
  variables: EnvironmentVariables,
  names: readonly Name[],
  check: (reader: EnvironmentReader) => void = () => undefined,
): EnvironmentPart<Name> {
  const reader = new EnvironmentReader(variables);
  const part = Object.fromEntries(names.map((name) => [name, SCHEMA[name](reader)])) as unknown as EnvironmentPart<Name>;
  check(reader);
  reader.finish();
  return part;
}

export interface Stripe {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly apiBase: string | undefined;
}

const quarterOfTheHeap = (): number => Math.floor(getHeapStatistics().heap_size_limit / 4);

function anyText(text: string): Parsed<string> {
  return { value: text };
}

function atLeast(length: number, text: string): Parsed<string> {
  if (text !== text.trim()) return { wanted: 'without spaces around it' };
  return text.length >= length ? { value: text } : { wanted: `${length} characters or more` };
}

function parseDays(text: string): Parsed<number> {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return days <= 365 ? { value: days } : { wanted: 'a whole number of days, 0 to 365' };
}

function parseEmail(text: string): Parsed<string> {
  return /^[^\s@]+@[^\s@]+$/.test(text) ? { value: text } : { wanted: 'an e-mail address' };
}

/** Half a configuration of Stripe would accept payments that it cannot verify, or the other way round. */
function stripe(reader: EnvironmentReader): Stripe | undefined {
  const secretKey = reader.read('STRIPE_SECRET_KEY', anyText);
  const webhookSecret = reader.read('STRIPE_WEBHOOK_SECRET', anyText);
  const apiBase = reader.read('STRIPE_API_BASE', (text) => parseUrl(text, ['https:', 'http:']));
  if (secretKey !== undefined && webhookSecret !== undefined) return { secretKey, webhookSecret, apiBase };
  if (secretKey !== undefined) reader.refuse('STRIPE_WEBHOOK_SECRET must be set where STRIPE_SECRET_KEY is');
  if (webhookSecret !== undefined) reader.refuse('STRIPE_SECRET_KEY must be set where STRIPE_WEBHOOK_SECRET is');
  return undefined;
}

function paymentSecrets(reader: EnvironmentReader): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  for (const name of Object.keys(reader.variables).sort()) {
    const provider = PAYMENT_SECRET.exec(name)?.[1];
    const secret = provider === undefined ? undefined : reader.read(name, parseWebhookSecret);
    if (provider !== undefined && secret !== undefined) secrets.set(provider.toLowerCase(), secret);
  }
  return secrets;
}

/** Standard Webhooks makes secrets of 24 to 64 bytes; what other senders make is taken unless it could be guessed. */
function parseWebhookSecret(text: string): Parsed<string> {
  const wanted = 'a secret as Standard Webhooks lays down: `whsec_` and 16 bytes or more in base64';
  const bytes = Buffer.from(text.replace(/^whsec_/, ''), 'base64').length;
  return /^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(text) && bytes >= 16 ? { value: text } : { wanted };
}

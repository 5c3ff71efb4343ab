import { resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { AddressRanges, listed, parseRanges } from './address-ranges.js';
import { readEngines } from './engines.js';
import { EnvironmentReader, type EnvironmentVariables } from './environment.reader.js';
import { parseBytes, parseHost, parseMasterKey, parsePort, parsePublicUrl, parseUrl, type Parsed } from './environment.values.js';
import { parseLogLevel } from './log.js';

export const PAYMENT_SECRET = /^TOKENOK_PAYMENTS_([A-Z0-9_]+)_SECRET$/;

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
  publicUrl: (reader: EnvironmentReader) => reader.read('TOKENOK_PUBLIC_URL', parsePublicUrl),
  mail,
  signUp: (reader: EnvironmentReader) => reader.read('TOKENOK_SIGNUP', parseSignUp) ?? 'off',
  trustedProxies: (reader: EnvironmentReader) => reader.read('TOKENOK_TRUSTED_PROXIES', parseRanges) ?? new AddressRanges(),
  allowedHosts: (reader: EnvironmentReader) => reader.read('TOKENOK_ALLOWED_HOSTS', parseHosts) ?? new Set<string>(),
  memoryBudgetBytes: (reader: EnvironmentReader) => reader.read('TOKENOK_MEMORY_BUDGET', parseBytes) ?? quarterOfTheHeap(),
  drainSeconds: (reader: EnvironmentReader) => reader.read('TOKENOK_DRAIN_SECONDS', parseDrain) ?? 10,
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
  variables: EnvironmentVariables | EnvironmentReader,
  names: readonly Name[],
  check: (reader: EnvironmentReader) => void = () => undefined,
): EnvironmentPart<Name> {
  const reader = variables instanceof EnvironmentReader ? variables : new EnvironmentReader(variables);
  const part = Object.fromEntries(names.map((name) => [name, SCHEMA[name](reader)])) as unknown as EnvironmentPart<Name>;
  check(reader);
  reader.finish();
  return part;
}

export interface MailSettings {
  /** `smtp://` or `smtps://`, credentials in it. */
  readonly smtpUrl: string;
  /** As it stands in `From`. */
  readonly from: string;
}

export interface Stripe {
  readonly secretKey: string;
  /** Two while one is replaced. */
  readonly webhookSecrets: readonly string[];
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

/** Ten minutes is what a request may take: whoever gives more time waits for nothing. */
function parseDrain(text: string): Parsed<number> {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return seconds <= 600 ? { value: seconds } : { wanted: 'a whole number of seconds, 0 to 600' };
}

/** As a URL would name them: in lower case, IPv6 without brackets. */
function parseHosts(text: string): Parsed<ReadonlySet<string>> {
  const hosts = listed(text);
  const isEachOne = hosts.length > 0 && hosts.every((host) => 'value' in parseHost(host));
  return isEachOne
    ? { value: new Set(hosts.map((host) => host.toLowerCase().replace(/^\[|\]$/g, ''))) }
    : { wanted: 'host names, separated by commas' };
}

function parseEmail(text: string): Parsed<string> {
  return /^[^\s@]+@[^\s@]+$/.test(text) ? { value: text } : { wanted: 'an e-mail address' };
}

function parseSignUp(text: string): Parsed<'off' | 'open'> {
  return text === 'off' || text === 'open' ? { value: text } : { wanted: 'off or open' };
}

function parseSmtpUrl(text: string): Parsed<string> {
  const url = /^smtps?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  return url && url.hostname !== '' ? { value: text } : { wanted: 'a URL that begins with smtp:// or smtps://' };
}

/** A name and an address in angle brackets, or the address alone. */
function parseSender(text: string): Parsed<string> {
  return /^(?:[^<>@\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(text)
    ? { value: text }
    : { wanted: 'an e-mail address, or a name and an address: Tokenok <no-reply@example.com>' };
}

/** Half of it would promise mails that are never sent. */
function mail(reader: EnvironmentReader): MailSettings | undefined {
  const smtpUrl = reader.read('TOKENOK_SMTP_URL', parseSmtpUrl);
  const from = reader.read('TOKENOK_MAIL_FROM', parseSender);
  if (!reader.isSet('TOKENOK_SMTP_URL') && reader.isSet('TOKENOK_MAIL_FROM')) {
    reader.refuse('TOKENOK_SMTP_URL must be set where TOKENOK_MAIL_FROM is');
  }
  if (reader.isSet('TOKENOK_SMTP_URL') && !reader.isSet('TOKENOK_MAIL_FROM')) {
    reader.refuse('TOKENOK_MAIL_FROM must be set where TOKENOK_SMTP_URL is');
  }
  return smtpUrl !== undefined && from !== undefined ? { smtpUrl, from } : undefined;
}

/** Half a configuration of Stripe would accept payments that it cannot verify, or the other way round. */
function stripe(reader: EnvironmentReader): Stripe | undefined {
  const secretKey = reader.read('STRIPE_SECRET_KEY', anyText);
  const webhookSecrets = reader.read('STRIPE_WEBHOOK_SECRET', (text) => oneOrTwo(text, anyText));
  const apiBase = reader.read('STRIPE_API_BASE', (text) => parseUrl(text, ['https:', 'http:']));
  if (secretKey !== undefined && webhookSecrets !== undefined) return { secretKey, webhookSecrets, apiBase };
  if (secretKey !== undefined) reader.refuse('STRIPE_WEBHOOK_SECRET must be set where STRIPE_SECRET_KEY is');
  if (webhookSecrets !== undefined) reader.refuse('STRIPE_SECRET_KEY must be set where STRIPE_WEBHOOK_SECRET is');
  return undefined;
}

/** By provider. The same secret under two names would be one processor under two names, and each of its payments credited twice. */
function paymentSecrets(reader: EnvironmentReader): ReadonlyMap<string, readonly string[]> {
  const secrets = new Map<string, readonly string[]>();
  const owners = new Map<string, string>();
  for (const name of Object.keys(reader.variables).sort()) {
    const provider = PAYMENT_SECRET.exec(name)?.[1];
    const values = provider === undefined ? undefined : reader.read(name, (text) => oneOrTwo(text, parseWebhookSecret));
    if (provider === undefined || values === undefined) continue;
    secrets.set(provider.toLowerCase(), values);
    for (const value of new Set(values.map(keyOf))) {
      const owner = owners.get(value);
      if (owner !== undefined) reader.refuse(`${name} and ${owner} have a secret in common: two secrets of one provider are ${TWO_VALUES}`);
      owners.set(value, name);
    }
  }
  return secrets;
}

const TWO_VALUES = 'two values of one variable, separated by a comma';

/** Two while one is replaced. */
function oneOrTwo(text: string, parse: (text: string) => Parsed<string>): Parsed<readonly string[]> {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > 2 || parts.includes('')) return { wanted: `one secret, or ${TWO_VALUES} while one is replaced` };
  const values: string[] = [];
  for (const part of parts) {
    const parsed = parse(part);
    if ('wanted' in parsed) return parsed;
    values.push(parsed.value);
  }
  return { value: values };
}

/** The secret itself, however it is written. */
const keyOf = (secret: string): string => Buffer.from(secret.replace(/^whsec_/, ''), 'base64').toString('base64');

/** Standard Webhooks makes secrets of 24 to 64 bytes; what other senders make is taken unless it could be guessed. */
function parseWebhookSecret(text: string): Parsed<string> {
  const wanted = 'a secret as Standard Webhooks lays down: `whsec_` and 16 bytes or more in base64';
  const bytes = Buffer.from(text.replace(/^whsec_/, ''), 'base64').length;
  return /^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(text) && bytes >= 16 ? { value: text } : { wanted };
}

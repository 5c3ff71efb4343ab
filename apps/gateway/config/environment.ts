import { resolve } from 'node:path';
import { parseHost, parseMasterKey, parsePort, parseUrl, type Parsed } from './environment.values.js';

/** Every variable that the gateway reads; anything else in the environment is none of its business. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** Named once, so that a message about the environment and the table of the blueprint cannot drift apart. */
const PAYMENT_SECRET = /^TOKENOK_PAYMENTS_([A-Z0-9_]+)_SECRET$/;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that is wrong with the environment, at once. Names variables and what is wanted, never a value. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not valid: ${problems.join(' · ')}`);
  }
}

/** The environment as it was at start: parsed once in main.ts, frozen, injected where it is needed. */
export class Environment {
  readonly port!: number;
  readonly host!: string;
  /** Absolute. */
  readonly dataDir!: string;
  readonly eventStoreUrl!: string | undefined;
  readonly mongodbUrl!: string | undefined;
  readonly masterKey!: Buffer | undefined;
  readonly adminToken!: string | undefined;
  readonly adminEmail!: string | undefined;
  readonly adminPassword!: string | undefined;
  readonly stripe!: Stripe | undefined;
  /** Secrets of further payment providers by their name in paths (lower case). */
  readonly paymentSecrets!: ReadonlyMap<string, string>;
  readonly logLevel!: LogLevel;

  constructor(values: Environment) {
    Object.freeze(Object.assign(this, values));
  }
}

interface Stripe {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly apiBase: string | undefined;
}

/** Reads all variables before it complains, so that one start shows every mistake. */
export function parseEnvironment(variables: EnvironmentVariables): Environment {
  const problems: string[] = [];
  const read = <T>(name: string, parse: (text: string) => Parsed<T>): T | undefined => {
    const text = variables[name];
    if (text === undefined) return undefined;
    if (text.trim() === '') {
      problems.push(`${name} is empty: set it, or unset it`);
      return undefined;
    }
    const parsed = parse(text);
    if ('wanted' in parsed) problems.push(`${name} must be ${parsed.wanted}`);
    return 'value' in parsed ? parsed.value : undefined;
  };
  const environment: Environment = {
    port: read('PORT', parsePort) ?? 8080,
    host: read('HOST', parseHost) ?? '127.0.0.1',
    dataDir: resolve(read('TOKENOK_DATA_DIR', anyText) ?? './data'),
    eventStoreUrl: read('EVENTSTORE_URL', (text) => parseUrl(text, ['esdb:', 'esdb+discover:'])),
    mongodbUrl: read('MONGODB_URL', (text) => parseUrl(text, ['mongodb:', 'mongodb+srv:'])),
    masterKey: read('TOKENOK_MASTER_KEY', parseMasterKey),
    adminToken: read('TOKENOK_ADMIN_TOKEN', (text) => atLeast(32, text)),
    adminEmail: read('TOKENOK_ADMIN_EMAIL', parseEmail),
    adminPassword: read('TOKENOK_ADMIN_PASSWORD', (text) => atLeast(8, text)),
    stripe: stripe(read, problems),
    paymentSecrets: paymentSecrets(variables, read),
    logLevel: read('TOKENOK_LOG_LEVEL', parseLogLevel) ?? 'info',
  };
  refuseUnbuiltEngines(environment, problems);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return new Environment(environment);
}

type Read = <T>(name: string, parse: (text: string) => Parsed<T>) => T | undefined;

function anyText(text: string): Parsed<string> {
  return { value: text };
}

function atLeast(length: number, text: string): Parsed<string> {
  if (text !== text.trim()) return { wanted: 'without spaces around it' };
  return text.length >= length ? { value: text } : { wanted: `${length} characters or more` };
}

function parseEmail(text: string): Parsed<string> {
  return /^[^\s@]+@[^\s@]+$/.test(text) ? { value: text } : { wanted: 'an e-mail address' };
}

function parseLogLevel(text: string): Parsed<LogLevel> {
  const level = LOG_LEVELS.find((known) => known === text);
  return level ? { value: level } : { wanted: `one of ${LOG_LEVELS.join(', ')}` };
}

/** Half a configuration of Stripe would accept payments that it cannot verify, or the other way round. */
function stripe(read: Read, problems: string[]): Stripe | undefined {
  const secretKey = read('STRIPE_SECRET_KEY', anyText);
  const webhookSecret = read('STRIPE_WEBHOOK_SECRET', anyText);
  const apiBase = read('STRIPE_API_BASE', (text) => parseUrl(text, ['https:', 'http:']));
  if (secretKey !== undefined && webhookSecret !== undefined) return { secretKey, webhookSecret, apiBase };
  if (secretKey !== undefined) problems.push('STRIPE_WEBHOOK_SECRET must be set where STRIPE_SECRET_KEY is');
  if (webhookSecret !== undefined) problems.push('STRIPE_SECRET_KEY must be set where STRIPE_WEBHOOK_SECRET is');
  return undefined;
}

function paymentSecrets(variables: EnvironmentVariables, read: Read): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  for (const name of Object.keys(variables).sort()) {
    const provider = PAYMENT_SECRET.exec(name)?.[1];
    const secret = provider === undefined ? undefined : read(name, parseWebhookSecret);
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

function refuseUnbuiltEngines(environment: Environment, problems: string[]): void {
  const unbuilt = 'is set, but this engine is not built yet in this version: unset it to use the embedded stores';
  if (environment.eventStoreUrl !== undefined) problems.push(`EVENTSTORE_URL ${unbuilt}`);
  if (environment.mongodbUrl !== undefined) problems.push(`MONGODB_URL ${unbuilt}`);
}

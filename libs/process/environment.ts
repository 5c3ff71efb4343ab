import { resolve } from 'node:path';
import { readEngines, type Engines } from './engines.js';
import { EnvironmentReader, type EnvironmentVariables } from './environment.reader.js';
import { parseHost, parseMasterKey, parsePort, parseUrl, type Parsed } from './environment.values.js';
import { parseLogLevel, type LogLevel } from './log.js';

/** Named once, so that a message about the environment and the table of the blueprint cannot drift apart. */
const PAYMENT_SECRET = /^TOKENOK_PAYMENTS_([A-Z0-9_]+)_SECRET$/;

/** The environment as it was at start: parsed once in main.ts, frozen, injected where it is needed. */
export class Environment {
  readonly port!: number;
  readonly host!: string;
  /** Absolute. Nothing is there where `engines` keep everything. */
  readonly dataDir!: string;
  /** Undefined: embedded stores in the data directory. */
  readonly engines!: Engines | undefined;
  /** Always there where `engines` are. */
  readonly masterKey!: Buffer | undefined;
  readonly adminToken!: string | undefined;
  readonly adminEmail!: string | undefined;
  readonly adminPassword!: string | undefined;
  readonly stripe!: Stripe | undefined;
  /** Secrets of further payment providers by their name in paths (lower case). */
  readonly paymentSecrets!: ReadonlyMap<string, string>;
  /** How long translated answers are kept to be gone on from; 0: not at all. */
  readonly keepResponsesDays!: number;
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

/** Throws `EnvironmentError` with everything that is wrong. */
export function parseEnvironment(variables: EnvironmentVariables): Environment {
  const reader = new EnvironmentReader(variables);
  const environment: Environment = {
    port: reader.read('PORT', parsePort) ?? 8080,
    host: reader.read('HOST', parseHost) ?? '127.0.0.1',
    dataDir: resolve(reader.read('TOKENOK_DATA_DIR', anyText) ?? './data'),
    engines: readEngines(reader),
    masterKey: reader.read('TOKENOK_MASTER_KEY', parseMasterKey),
    adminToken: reader.read('TOKENOK_ADMIN_TOKEN', (text) => atLeast(32, text)),
    adminEmail: reader.read('TOKENOK_ADMIN_EMAIL', parseEmail),
    adminPassword: reader.read('TOKENOK_ADMIN_PASSWORD', (text) => atLeast(8, text)),
    stripe: stripe(reader),
    paymentSecrets: paymentSecrets(reader),
    keepResponsesDays: reader.read('TOKENOK_KEEP_RESPONSES_DAYS', parseDays) ?? 30,
    logLevel: reader.read('TOKENOK_LOG_LEVEL', parseLogLevel) ?? 'info',
  };
  if (reader.isSet('EVENTSTORE_URL') && !reader.isSet('TOKENOK_MASTER_KEY')) {
    reader.refuse('TOKENOK_MASTER_KEY must be set where EVENTSTORE_URL is: all gateways of an installation have the same');
  }
  reader.finish();
  return new Environment(environment);
}

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

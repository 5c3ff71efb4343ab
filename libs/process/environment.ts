import type { AddressRanges } from './address-ranges.js';
import type { Engines } from './engines.js';
import type { EnvironmentReader, EnvironmentVariables } from './environment.reader.js';
import { ALL_OF_THE_ENVIRONMENT, readEnvironment, type MailSettings, type Stripe } from './environment.schema.js';
import type { LogLevel } from './log.js';

const DEFAULT_PORT = 8080;

/** What the gateway reads of the environment, as it was at start: parsed once in main.ts, frozen, injected where it is needed. */
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
  /** Secrets of further payment providers by their name in paths (lower case); two of one while one is replaced. */
  readonly paymentSecrets!: ReadonlyMap<string, readonly string[]>;
  /** Origin and path prefix as people reach it; undefined: on the loopback alone. */
  readonly publicUrl!: URL | undefined;
  /** Undefined: no mail is sent. */
  readonly mail!: MailSettings | undefined;
  /** Whether whoever has an address may make a customer of their own. */
  readonly signUp!: 'off' | 'open';
  /** Whose `x-forwarded-for` is believed. */
  readonly trustedProxies!: AddressRanges;
  /** Hosts of providers that may have an address which is refused otherwise: link-local, metadata. In lower case. */
  readonly allowedHosts!: ReadonlySet<string>;
  /** How long requests in flight get at a stop. */
  readonly drainSeconds!: number;
  /** Bytes of the bodies and answers that the process may hold. */
  readonly memoryBudgetBytes!: number;
  /** How long translated answers are kept to be gone on from; 0: not at all. */
  readonly keepResponsesDays!: number;
  readonly logLevel!: LogLevel;

  constructor(values: Environment) {
    Object.freeze(Object.assign(this, values));
  }
}

/** Throws `EnvironmentError` with everything that is wrong. */
export function parseEnvironment(variables: EnvironmentVariables): Environment {
  const read = readEnvironment(variables, ALL_OF_THE_ENVIRONMENT, isWholeTogether);
  return new Environment({ ...read, port: read.port ?? DEFAULT_PORT });
}

/** A link in a mail leads to where people reach the gateway, and beyond the loopback only `TOKENOK_PUBLIC_URL` says where that is. */
function isWholeTogether(reader: EnvironmentReader): void {
  enginesShareTheMasterKey(reader);
  const { HOST: host = '127.0.0.1', TOKENOK_SIGNUP: signUp } = reader.variables;
  if (reader.isSet('TOKENOK_SMTP_URL') && !reader.isSet('TOKENOK_PUBLIC_URL') && !LOOPBACK.test(host)) {
    reader.refuse('TOKENOK_PUBLIC_URL must be set where TOKENOK_SMTP_URL is and HOST is not the loopback: links in mails begin with it');
  }
  if (signUp === 'open' && !reader.isSet('TOKENOK_SMTP_URL')) {
    reader.refuse('TOKENOK_SMTP_URL must be set where TOKENOK_SIGNUP is open: an address is proven by mail');
  }
}

const LOOPBACK = /^(?:127\.[\d.]+|localhost|\[?::1\]?)$/i;

function enginesShareTheMasterKey(reader: EnvironmentReader): void {
  if (!reader.isSet('EVENTSTORE_URL') || reader.isSet('TOKENOK_MASTER_KEY')) return;
  reader.refuse('TOKENOK_MASTER_KEY must be set where EVENTSTORE_URL is: all gateways of an installation have the same');
}

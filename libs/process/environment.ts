import type { Engines } from './engines.js';
import type { EnvironmentReader, EnvironmentVariables } from './environment.reader.js';
import { ALL_OF_THE_ENVIRONMENT, readEnvironment, type Stripe } from './environment.schema.js';
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
  /** Secrets of further payment providers by their name in paths (lower case). */
  readonly paymentSecrets!: ReadonlyMap<string, string>;
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
  const read = readEnvironment(variables, ALL_OF_THE_ENVIRONMENT, enginesShareTheMasterKey);
  return new Environment({ ...read, port: read.port ?? DEFAULT_PORT });
}

function enginesShareTheMasterKey(reader: EnvironmentReader): void {
  if (!reader.isSet('EVENTSTORE_URL') || reader.isSet('TOKENOK_MASTER_KEY')) return;
  reader.refuse('TOKENOK_MASTER_KEY must be set where EVENTSTORE_URL is: all gateways of an installation have the same');
}

import {
  EnvironmentReader,
  parseHost,
  parseLogLevel,
  parsePort,
  readEngines,
  type Engines,
  type EnvironmentVariables,
  type LogLevel,
} from '#process';

/** What the process of the projector reads: no key of any kind, because projections keep ciphertext. */
export interface ProjectorEnvironment {
  readonly engines: Engines;
  /** Undefined: it listens nowhere. */
  readonly port: number | undefined;
  readonly host: string;
  readonly logLevel: LogLevel;
}

/** Throws `EnvironmentError` with everything that is wrong. */
export function parseProjectorEnvironment(variables: EnvironmentVariables): ProjectorEnvironment {
  const reader = new EnvironmentReader(variables);
  const engines = readEngines(reader);
  const port = reader.read('PORT', parsePort);
  const host = reader.read('HOST', parseHost) ?? '127.0.0.1';
  const logLevel = reader.read('TOKENOK_LOG_LEVEL', parseLogLevel) ?? 'info';
  if (!reader.isSet('EVENTSTORE_URL') && !reader.isSet('MONGODB_URL')) {
    reader.refuse('EVENTSTORE_URL and MONGODB_URL are not set: with embedded stores the projector runs inside the gateway');
  }
  reader.finish();
  if (engines === undefined) throw new TypeError('The environment was accepted without its engines');
  return { engines, port, host, logLevel };
}

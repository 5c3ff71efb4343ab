import { readEnvironment, type Engines, type EnvironmentPart, type EnvironmentVariables } from '#process';

/** What the process of the projector reads: no key of any kind, because projections keep ciphertext. Without a port it listens nowhere. */
export type ProjectorEnvironment = EnvironmentPart<'port' | 'host' | 'logLevel'> & { readonly engines: Engines };

/** Throws `EnvironmentError` with everything that is wrong. */
export function parseProjectorEnvironment(variables: EnvironmentVariables): ProjectorEnvironment {
  const { engines, ...rest } = readEnvironment(variables, ['engines', 'port', 'host', 'logLevel'], (reader) => {
    if (reader.isSet('EVENTSTORE_URL') || reader.isSet('MONGODB_URL')) return;
    reader.refuse('EVENTSTORE_URL and MONGODB_URL are not set: with embedded stores the projector runs inside the gateway');
  });
  if (engines === undefined) throw new TypeError('The environment was accepted without its engines');
  return { engines, ...rest };
}

import { EnvironmentReader, type EnvironmentVariables } from './environment.reader.js';
import { ALL_OF_THE_ENVIRONMENT, PAYMENT_SECRET, readEnvironment } from './environment.schema.js';

/** Read by the entrypoint of the image. */
const OF_THE_IMAGE = ['TOKENOK_SECRETS_DIR'];

/** Which name was most likely meant; undefined where none is near. */
export type NearestName = (asked: string, names: Iterable<string>) => string | undefined;

/**
 * Variables that begin with `TOKENOK_` and that no program of ours reads: a mistyped name would else be a setting that silently
 * does not hold. A sentence for each, with the nearest known name, and never with a value.
 */
export function unknownVariables(variables: EnvironmentVariables, nearest: NearestName): readonly string[] {
  const known = knownNames();
  const isUnknown = (name: string): boolean => /^TOKENOK_/i.test(name) && !known.has(name) && !PAYMENT_SECRET.test(name);
  return Object.keys(variables)
    .filter(isUnknown)
    .sort()
    .map((name) => {
      const names = [...known, ...secretNamedLike(name)];
      const asked = name.toUpperCase();
      const meant =
        names.find((each) => asked === `TOKENOK_${each}`) ?? names.find((each) => each.startsWith(asked)) ?? nearest(name, names);
      return `${name} is not known and has no effect${meant === undefined ? '' : `: is ${meant} meant?`}`;
    });
}

/** Whatever the schema asks an empty environment for. */
function knownNames(): ReadonlySet<string> {
  const asking = new AskedNames({});
  readEnvironment(asking, ALL_OF_THE_ENVIRONMENT);
  return new Set([...asking.names, ...OF_THE_IMAGE]);
}

class AskedNames extends EnvironmentReader {
  readonly names = new Set<string>();

  override read(name: string): undefined {
    this.names.add(name);
  }
}

/** `TOKENOK_PAYMENT_ACME_SECRET` is meant to be one of a provider that only the operator can name. */
function secretNamedLike(name: string): string[] {
  const provider = /^TOKENOK_PAY[A-Z]*_([A-Z0-9][A-Z0-9_]*?)_?SEC[A-Z]*$/i.exec(name)?.[1];
  return provider === undefined ? [] : [`TOKENOK_PAYMENTS_${provider.toUpperCase()}_SECRET`];
}

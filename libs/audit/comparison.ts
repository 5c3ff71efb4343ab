import type { Finding } from './finding.js';
import type { NamedPerson } from './named-person.js';

/** What came of holding the log, or an export of it, against another store. */
export interface Comparison {
  readonly with: 'vault' | 'read models' | 'manifest';
  /** False where it could not be: the detail says why, and how it can be. */
  readonly compared: boolean;
  /** One line for a person. */
  readonly detail: string;
}

export const compared = (store: Comparison['with'], detail: string): Comparison => ({ with: store, compared: true, detail });
export const notCompared = (store: Comparison['with'], detail: string): Comparison => ({ with: store, compared: false, detail });

/** About a store as a whole: no event is named. */
export const about = (problem: string): Finding => ({ stream: null, revision: null, position: null, id: null, problem });

/** The log, verified by itself, against the stores that stand beside it: read models can be built again only from one that holds. */
export async function compareBeside(
  holds: boolean,
  withVault: () => Promise<Comparison>,
  withReadModels: () => Promise<Comparison>,
): Promise<readonly Comparison[]> {
  const inVault = await withVault();
  const unbuilt = (): Comparison => notCompared('read models', 'the log does not hold, so nothing can be built from it');
  return [inVault, holds ? await withReadModels() : unbuilt()];
}

/** Tells those people whom the vault lacks, each by the event that names them; `place` is what is to be restored. */
export function comparedPeople(
  people: readonly NamedPerson[],
  lacking: ReadonlySet<string>,
  place: string,
  tell: (finding: Finding) => void,
): Comparison {
  if (people.length === 0) return compared('vault', 'no event names anybody');
  for (const person of people) if (lacking.has(person.subject)) tell(lost(person, place));
  const all = counted(people.length, 'person', 'people');
  const whole = `the vault has the key, or the mark of an erasure, of all ${all} whom the events name`;
  return compared('vault', lacking.size === 0 ? whole : `the vault lacks ${counted(lacking.size, 'person', 'people')} of ${people.length}`);
}

function lost({ subject, recorded, stream, revision, position, id }: NamedPerson, place: string): Finding {
  const problem = `names ${subject}, of whom the vault has no key and no mark of an erasure: restore ${place} from a backup made after ${recorded}`;
  return { stream, revision, position, id, problem };
}

/** A projection that was folded again from the events, beside its rows. */
interface FoldedAgain {
  readonly name: string;
  readonly version: number;
  readonly position: bigint;
  /** Rows that are the same. */
  readonly rows: number;
  /** Undefined where all are. */
  readonly problem: string | undefined;
}

/** Tells the projections whose rows do not follow from the events. */
export function comparedRows(projections: readonly FoldedAgain[], tell: (finding: Finding) => void): Comparison {
  const differing = projections.filter(({ problem }) => problem !== undefined);
  for (const each of differing) tell(about(differs(each)));
  if (differing.length > 0)
    return compared('read models', `${counted(differing.length, 'projection')} of ${projections.length} not as the events say`);
  const rows = projections.reduce((total, each) => total + each.rows, 0);
  return compared('read models', `${counted(rows, 'row')} of ${counted(projections.length, 'projection')} as the events say`);
}

function differs({ name, version, position, problem }: FoldedAgain): string {
  return `the read model ${name} (version ${version}), as of position ${position}, ${problem ?? ''}: \`tokenok rebuild\` shows both sides`;
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

import type { Reference, WireRequest } from '#wire';
import { HttpRefusal } from '../http/refusal.js';
import type { Keepers } from './kept-ids.js';

/** Which providers may get the ids that a request names, as its own customer may use them. */
export interface ReferenceCheck {
  /** A provider that keeps all that the request names and does not bring along. */
  allows(provider: string): boolean;
  /** Ids of items that would be named to this provider though it does not keep them for this customer: they are left out. */
  foreignIds(provider: string): ReadonlySet<string>;
  /** Where no target is left: why. */
  refusal(): HttpRefusal | undefined;
}

/** An id is passed on to the provider that keeps it for this customer, and to nobody else (ADR 0020). */
export function checkReferences({ references, model }: Pick<WireRequest, 'references' | 'model'>, keepers: Keepers): ReferenceCheck {
  const needed = references.filter(({ isWhole }) => !isWhole);
  const whole = references.filter(({ isWhole }) => isWhole);
  const keeps = (provider: string) => (reference: Reference) => keepers(reference.id).includes(provider);
  return {
    allows: (provider) => needed.every(keeps(provider)),
    foreignIds: (provider) => new Set(whole.filter((each) => !keeps(provider)(each)).map(({ id }) => id)),
    refusal: () => {
      const [first] = needed;
      if (!first) return undefined;
      const unknown = needed.find(({ id }) => keepers(id).length === 0);
      if (unknown) return refused(unknown, NOT_KEPT);
      let common = keepers(first.id);
      for (const each of needed) {
        common = common.filter((provider) => keeps(provider)(each));
        if (common.length === 0)
          return refused(each, `is kept at another provider than what ${first.field} names: a request can use only one`);
      }
      return refused(first, `is kept at a provider that does not serve ${model}`);
    },
  };
}

/** The same for an id of another customer and for one that does not exist: nobody can find out which ids there are. */
const NOT_KEPT =
  'names nothing that a provider keeps for you: only a stored answer that came through this gateway can be referred to, or a part of one, ' +
  'and neither an answer with store: false nor one of a provider of another protocol is stored. Send its content instead';

function refused({ field }: Reference, why: string): HttpRefusal {
  return new HttpRefusal('UNSUPPORTED_PARAMETER', { field, message: `${field} ${why}` });
}

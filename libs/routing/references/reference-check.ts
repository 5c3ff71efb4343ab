import type { Reference, WireRequest } from '#wire';
import { refuse, type RequestRefusal } from '../refusals/refusal.js';

/** The request whose answer left something at a provider, and its tokens as they were metered: its input had every turn before it. */
interface StoredAnswer {
  readonly request: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** By provider: where something of this id stands for the customer of a request, and of which answer it is. Empty for an id of anybody else, or of nothing. */
export type StoredAt = (id: string) => Readonly<Record<string, StoredAnswer>>;

const NOWHERE = {};
export const NOTHING_STORED: StoredAt = () => NOWHERE;

/** Which providers may get the ids that a request names, as its own customer may use them. */
export interface ReferenceCheck {
  /** A provider that stores all that the request names and does not bring along. */
  allows(provider: string): boolean;
  /** Ids of items that would be named to this provider though it does not store them for this customer: they are left out, and reasoning that nobody stores with them. */
  foreignIds(provider: string): ReadonlySet<string>;
  /**
   * What the provider adds to the input, in tokens, as far as it was metered: of a stored response all that its own request used, whose input had every turn before it;
   * of parts of an answer its output, once. For estimates; the hold is bounded by the context window.
   */
  storedTokens(provider: string): number;
  /** Where no target is left: why. */
  refusal(): RequestRefusal<'UNSUPPORTED_PARAMETER'> | undefined;
}

/** An id is passed on to the provider that stores it for this customer, and to nobody else (ADR 0020). */
export function checkReferences({ references, model }: Pick<WireRequest, 'references' | 'model'>, storedAt: StoredAt): ReferenceCheck {
  if (references.length === 0) return NAMES_NOTHING;
  const isStored = ({ id }: Reference) => Object.keys(storedAt(id)).length > 0;
  const isNeeded = (reference: Reference) => !reference.isWhole && (reference.isReasoning !== true || isStored(reference));
  const needed = references.filter(isNeeded);
  const others = references.filter((reference) => !isNeeded(reference));
  const stores = (provider: string) => (reference: Reference) => Object.hasOwn(storedAt(reference.id), provider);
  return {
    allows: (provider) => needed.every(stores(provider)),
    foreignIds: (provider) => new Set(others.filter((each) => !stores(provider)(each)).map(({ id }) => id)),
    storedTokens: (provider) => {
      const tokens = new Map<string, number>();
      for (const { id, field } of needed) {
        const answers = storedAt(id);
        if (!Object.hasOwn(answers, provider)) continue;
        const { request, input_tokens: input, output_tokens: output } = answers[provider]!;
        tokens.set(request, Math.max(tokens.get(request) ?? 0, field === 'previous_response_id' ? input + output : output));
      }
      return [...tokens.values()].reduce((sum, each) => sum + each, 0);
    },
    refusal: () => {
      const [first] = needed;
      if (!first) return undefined;
      const unknown = needed.find((reference) => !isStored(reference));
      if (unknown) return refused(unknown, NOT_STORED);
      let common = Object.keys(storedAt(first.id));
      for (const each of needed) {
        common = common.filter((provider) => stores(provider)(each));
        if (common.length === 0)
          return refused(each, `is kept at another provider than what ${first.field} names: a request can use only one`);
      }
      return refused(first, `is kept at a provider that does not serve ${model}`);
    },
  };
}

const NO_IDS: ReadonlySet<string> = new Set();
/** Nearly every request. */
const NAMES_NOTHING: ReferenceCheck = {
  allows: () => true,
  foreignIds: () => NO_IDS,
  storedTokens: () => 0,
  refusal: () => undefined,
};

/** The same for an id of another customer and for one that does not exist: nobody can find out which ids there are. */
const NOT_STORED =
  'names nothing that is kept for you: only an answer that came through this gateway can be referred to, or a part of one, for as long as it is kept, ' +
  'and none with store: false is. Send its content instead';

function refused({ field }: Reference, why: string): RequestRefusal<'UNSUPPORTED_PARAMETER'> {
  return refuse('UNSUPPORTED_PARAMETER', field, `${field} ${why}`);
}

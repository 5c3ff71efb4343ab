import { refuse, type WireRefusal } from '../common/refusal.js';
import { isGiven, type JsonObject } from '../json/object.js';
import type { TargetTraits } from '../fitting/target-traits.js';

/** Who a translated request is for. */
export interface TranslationTarget {
  readonly model: string;
  /** As it was held for. Messages needs one always. */
  readonly outputLimit: number;
  readonly traits: TargetTraits;
  /** Ids of items that this provider does not keep for this customer; a translation names none. */
  readonly foreignIds?: ReadonlySet<string>;
}

export interface TranslatedRequest {
  readonly kind: 'translated';
  readonly body: JsonObject;
  /** What the other protocol has no place for, by name, for `x-tokenok-dropped`. The answer is none the less what was asked for. */
  readonly dropped: readonly string[];
}

/** What a translation meets on its way: what it may leave out, and the first thing that it may not. */
export class TranslationNotes {
  private readonly dropped = new Set<string>();
  private refusal: WireRefusal | undefined;

  drop(name: string): void {
    this.dropped.add(name);
  }

  refuse(param: string, message: string): undefined {
    this.refusal ??= refuse(param, message);
  }

  /** Refuses each of these fields that is given, in the words beside it. */
  refuseFields(body: JsonObject, fields: Readonly<Record<string, string>>): void {
    for (const [field, message] of Object.entries(fields)) if (isGiven(body[field])) this.refuse(field, message);
  }

  /** Drops every field that is given and not understood here, whether we know it or not: another protocol would refuse it. */
  dropOthers(
    body: JsonObject,
    understood: ReadonlySet<string>,
    neutral: Readonly<Record<string, readonly unknown[]>> = {},
    prefix = '',
  ): void {
    for (const [field, value] of Object.entries(body))
      if (isGiven(value) && !understood.has(field) && neutral[field]?.includes(value) !== true) this.drop(prefix + field);
  }

  result(body: JsonObject): TranslatedRequest | WireRefusal {
    return this.refusal ?? { kind: 'translated', body, dropped: [...this.dropped] };
  }
}

/** Without the members that are undefined, as JSON would leave them out. */
export function present(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

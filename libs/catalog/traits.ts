import { refuse, type Refusal } from '#streams';

/** What a provider, or one of its models, does otherwise than its protocol lays down. A member that is absent says nothing. */
export type Traits = {
  /** What the provider counts as output for each token of the limit that it was sent: 1.5 where its limit does not count all. From 1 to 100. */
  readonly output_bound_factor?: number;
};

export type TraitRefusal = 'TRAIT_INVALID';

const MOST_TIMES = 100;
const PERCENT = 100;

/** In hundredths. The target's word goes before the provider's. */
export function outputBoundPercent(target: Traits | undefined, provider: Traits | undefined): number {
  return Math.round((target?.output_bound_factor ?? provider?.output_bound_factor ?? 1) * PERCENT);
}

/** As a member of what is recorded: one that says nothing does not stand there. */
export const recordTraits = (traits: Traits | undefined): { readonly traits?: Traits } =>
  traits && Object.keys(traits).length > 0 ? { traits } : {};

/** `field`: of the traits in the body. */
export function checkTraits(traits: Traits | undefined, field: string): Refusal<TraitRefusal> | undefined {
  const factor = traits?.output_bound_factor;
  if (factor === undefined) return undefined;
  const isInHundredths = Math.abs(factor * PERCENT - Math.round(factor * PERCENT)) < 1e-9;
  if (factor >= 1 && factor <= MOST_TIMES && isInHundredths) return undefined;
  const message = `A number from 1 to ${MOST_TIMES} with two decimals at most`;
  return refuse('TRAIT_INVALID' as const, message, `${field}.output_bound_factor`).refusal;
}

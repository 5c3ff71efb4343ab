import type { ModelChoice, PricedTarget, Protocol } from '#catalog';
import { refusalOfTranslation, type WireApi, type WireRefusal, type WireRequest } from '#wire';
import { isRefusal, refuse, type RequestRefusal } from '../refusals/refusal.js';
import type { ResolvedTraits } from '../traits/resolve-traits.js';
import { priced } from './priced-models.js';
import type { ReferenceCheck } from '../references/reference-check.js';

/** Whether a route can say a request does not turn on its output limit, where the request names none. */
const SOME_OUTPUT_TOKENS = 4_096;

/** What is known of providers while a route is planned. */
export interface ProviderRoutes {
  /** Undefined for a provider that is not there any more. */
  protocolOf(provider: string): Protocol | undefined;
  /** What the target's model does otherwise than its protocol lays down. */
  traitsOf(target: PricedTarget): ResolvedTraits;
  /** By which of its routes a provider can answer one of ours; undefined: by none. */
  upstreamOf(api: WireApi, provider: string): WireApi | undefined;
}

/**
 * The models with those of their targets that can serve this request: that have a route for it, and can say there what it asks for; where the client's
 * own bytes go on, only those whose provider stores what they name. A provider that is not there any more stays, so that its failure stands in the
 * record. Refused is why none is left.
 */
export function servable(
  request: WireRequest,
  choices: readonly ModelChoice[],
  providers: ProviderRoutes,
  references: ReferenceCheck,
): readonly ModelChoice[] | RequestRefusal<'UNSUPPORTED_PARAMETER'> {
  let refusals: Map<WireApi, WireRefusal | undefined> | undefined;
  let isUnstored = false;
  const serves = (target: PricedTarget): boolean => {
    if (providers.protocolOf(target.provider) === undefined) return references.allows(target.provider);
    const upstream = providers.upstreamOf(request.api, target.provider);
    if (upstream === undefined) return false;
    // The same route never refuses: the client's own bytes go on.
    if (upstream === request.api) {
      if (references.allows(target.provider)) return true;
      isUnstored = true;
      return false;
    }
    refusals ??= new Map();
    if (!refusals.has(upstream)) refusals.set(upstream, refusalOf(request, upstream));
    return refusals.get(upstream) === undefined;
  };
  const pricedChoices = priced(request, choices);
  if (isRefusal(pricedChoices)) return pricedChoices;
  const [first] = pricedChoices;
  const [only] = first?.model.targets ?? [];
  if (only && pricedChoices.length === 1 && first?.model.targets.length === 1 && serves(only)) return pricedChoices;
  const left = pricedChoices
    .map((choice) => withTargets(choice, choice.model.targets.filter(serves)))
    .filter(({ model }) => model.targets.length > 0);
  if (left.length > 0) return left;
  const unproven = isUnstored ? references.refusal() : undefined;
  if (unproven) return unproven;
  const refusal = [...(refusals?.values() ?? [])].find((each) => each !== undefined);
  if (!refusal) return refuse('UNSUPPORTED_PARAMETER', 'model', `No provider of ${request.model} serves this route`);
  return refuse('UNSUPPORTED_PARAMETER', refusal.param ?? undefined, refusal.message);
}

/** The very same choice where all of its targets are left, which is nearly always. */
function withTargets(choice: ModelChoice, targets: readonly PricedTarget[]): ModelChoice {
  return targets.length === choice.model.targets.length ? choice : { ...choice, model: { ...choice.model, targets } };
}

function refusalOf(request: WireRequest, upstream: WireApi): WireRefusal | undefined {
  return refusalOfTranslation(request, upstream, request.outputLimit ?? SOME_OUTPUT_TOKENS);
}

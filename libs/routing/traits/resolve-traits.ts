import { outputBoundPercent, type Protocol, type Traits } from '#catalog';
import { USUAL_TRAITS, type TargetTraits } from '#wire';
import { DEFAULT_TRAITS, type TraitRow } from './default-traits.js';

/** Whose traits are looked up. */
export interface TraitsOf {
  readonly protocol: Protocol;
  /** Of the base URL, with its port where it has one; of the built-in sandbox it is empty. */
  readonly host: string;
  readonly upstreamModel: string;
  readonly provider: Traits | undefined;
  readonly target: Traits | undefined;
}

export interface ResolvedTraits extends TargetTraits {
  /** What the provider may count for each hundred tokens of the limit. */
  readonly boundPercent: number;
}

/** The target's word goes first, then the provider's, then the first row of the defaults that fits: member by member. */
export function resolveTraits({ protocol, host, upstreamModel, provider, target }: TraitsOf, rows = DEFAULT_TRAITS): ResolvedTraits {
  const row = rows.find((each) => fits(each, protocol, host.toLowerCase(), nameOf(upstreamModel)));
  const traits: Traits = { ...row?.traits, ...provider, ...target };
  return {
    limitField: traits.limit_field,
    refusedFields: traits.refused_fields ?? USUAL_TRAITS.refusedFields,
    exclusiveFields: traits.exclusive_fields ?? USUAL_TRAITS.exclusiveFields,
    reasoning: traits.reasoning ?? USUAL_TRAITS.reasoning,
    reasoningField: traits.reasoning_field,
    strictSchema: traits.strict_schema ?? USUAL_TRAITS.strictSchema,
    systemRole: traits.system_role,
    toolChoice: traits.tool_choice,
    endsWithoutDone: traits.ends_without_done ?? USUAL_TRAITS.endsWithoutDone,
    boundPercent: outputBoundPercent(traits),
  };
}

function fits({ protocol, host, model }: TraitRow, ofProvider: Protocol, providerHost: string, modelName: string): boolean {
  return (
    (protocol === undefined || protocol === ofProvider) &&
    (host === undefined || host.test(providerHost)) &&
    (model === undefined || model.test(modelName))
  );
}

/** Without the houses before it, `openai/gpt-4.1-mini`. */
const nameOf = (model: string): string => model.slice(model.lastIndexOf('/') + 1).toLowerCase();

/** Asked for each request, resolved once: for as long as the target and its provider stand as they are. */
export class KnownTraits<Target extends object, Provider extends object> {
  private readonly known = new WeakMap<Target, { readonly provider: Provider; readonly traits: ResolvedTraits }>();

  constructor(private readonly resolve: (target: Target, provider: Provider) => ResolvedTraits) {}

  of(target: Target, provider: Provider): ResolvedTraits {
    const known = this.known.get(target);
    if (known?.provider === provider) return known.traits;
    const traits = this.resolve(target, provider);
    this.known.set(target, { provider, traits });
    return traits;
  }
}

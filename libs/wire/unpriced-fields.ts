import { refuse, type JsonObject, type WireRefusal } from './refusal.js';
import type { WireInput } from './wire-request.js';

/** Fields of providers that are gateways themselves: they let models answer that were not priced, or charge by the call. */
export const ROUTING_FIELDS = {
  models: 'The gateway chooses the models that may answer; name one in model',
  plugins: 'Plugins are charged by the call, which this gateway does not cover',
} as const;

/** Names of the service tier that has the prices without one. Sources: OpenAI, "Create chat completion"; Anthropic, "Service tiers". */
const STANDARD_TIERS: ReadonlySet<unknown> = new Set(['auto', 'default', 'standard', 'standard_only']);

/** Notes a service tier that has to be priced; only a model with that price serves the request. */
export function readServiceTier({ service_tier: tier }: JsonObject, input: WireInput): WireRefusal | undefined {
  if (tier == null || STANDARD_TIERS.has(tier)) return undefined;
  if (typeof tier !== 'string') return refuse('service_tier', 'service_tier must be a string');
  input.needsPrices.push({ serviceTier: tier, field: 'service_tier' });
  return undefined;
}

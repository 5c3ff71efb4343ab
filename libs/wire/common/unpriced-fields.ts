import { isStandardTier } from '#money';
import type { JsonObject } from '../json/object.js';
import { refuse, type WireRefusal } from './refusal.js';
import type { WireInput } from './wire-input.js';

/** Fields of providers that are gateways themselves: they let models answer that were not priced, or charge by the call. */
export const ROUTING_FIELDS = {
  models: 'The gateway chooses the models that may answer; name one in model',
  plugins: 'Plugins are charged by the call, which this gateway does not cover',
} as const;

const SERVICE_TIER_CHARS = 64;

/** Notes a service tier that has to be priced; only a model with that price serves the request. */
export function readServiceTier({ service_tier: tier }: JsonObject, input: WireInput): WireRefusal | undefined {
  if (tier == null) return undefined;
  if (typeof tier !== 'string' || tier.length > SERVICE_TIER_CHARS)
    return refuse('service_tier', `service_tier must be a string of ${SERVICE_TIER_CHARS} characters at most`);
  if (isStandardTier(tier)) return undefined;
  input.needsPrices.push({ serviceTier: tier, field: 'service_tier' });
  return undefined;
}

import { refuse, type JsonObject, type WireRefusal } from './refusal.js';

/** Fields of providers that are gateways themselves: they let models answer that were not priced, or charge by the call. */
export const ROUTING_FIELDS = {
  models: 'The gateway chooses the models that may answer; name one in model',
  plugins: 'Plugins are charged by the call, which this gateway does not cover',
} as const;

/** `service_tier` of OpenAI's routes. */
export function refuseServiceTier({ service_tier: tier }: JsonObject): WireRefusal | undefined {
  if (tier == null || tier === 'auto' || tier === 'default') return undefined;
  return refuse(
    'service_tier',
    'service_tier must be auto or default: other tiers have prices of their own, which this gateway does not cover',
  );
}

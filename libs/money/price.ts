import { BASE_OF, isDetail, isInput, type DetailComponent, type PriceComponent } from './components.js';

export interface UnitPrice {
  readonly component: PriceComponent;
  /** Nano-units per million tokens. */
  readonly perMillion: bigint;
  /** A tier: applies to the whole request when its total input, cached included, is above this many tokens. */
  readonly aboveInputTokens?: number;
  /** Applies where the provider says that it served the request in this tier (`flex`, `priority`); absent: the standard one. */
  readonly serviceTier?: string;
}

/** Unit prices of one version; every base component must have one without a condition. */
export type Price = readonly UnitPrice[];

export class UnpricedComponentError extends Error {
  readonly code = 'UNPRICED_COMPONENT';
  constructor(readonly component: PriceComponent) {
    super(`No price for ${component} tokens`);
  }
}

/** How providers call what the prices without a service tier are for. Sources: `service_tier` in the references of OpenAI, Anthropic and Groq. */
const STANDARD_TIERS: ReadonlySet<string> = new Set(['auto', 'default', 'standard', 'standard_only', 'on_demand']);

export const isStandardTier = (serviceTier: string): boolean => STANDARD_TIERS.has(serviceTier);

export function hasServiceTier(price: Price, serviceTier: string): boolean {
  return price.some((unit) => unit.serviceTier === serviceTier);
}

/** Whether a component has a price of its own, whatever the size and the service tier of a request. */
export function hasComponent(price: Price, component: PriceComponent): boolean {
  return price.some((unit) => unit.component === component && isUnconditional(unit));
}

export const isUnconditional = ({ aboveInputTokens, serviceTier }: UnitPrice): boolean =>
  aboveInputTokens === undefined && serviceTier === undefined;

/**
 * The price of one component at a total input and in a service tier. What the service tier does not price is priced as in the standard one;
 * among tiers that apply, the highest threshold wins. A component without a price of its own has that of its base component.
 */
export function unitPrice(price: Price, component: PriceComponent, totalInputTokens: number, serviceTier?: string): UnitPrice {
  const own =
    (serviceTier === undefined ? undefined : applicable(price, component, totalInputTokens, serviceTier)) ??
    applicable(price, component, totalInputTokens, undefined);
  if (own) return own;
  if (!isDetail(component)) throw new UnpricedComponentError(component);
  return unitPrice(price, BASE_OF[component], totalInputTokens, serviceTier);
}

function applicable(price: Price, component: PriceComponent, totalInputTokens: number, tier: string | undefined): UnitPrice | undefined {
  let found: UnitPrice | undefined;
  for (const unit of price) {
    if (unit.component !== component || unit.serviceTier !== tier) continue;
    const threshold = unit.aboveInputTokens ?? -1;
    if (totalInputTokens > threshold && threshold >= (found?.aboveInputTokens ?? -1)) found = unit;
  }
  return found;
}

/**
 * The dearest input price that a request can reach: what a worst case is held at. Nanos per million. Every size and every service tier counts,
 * because the provider chooses; of what only some requests have, the `details` of this one.
 */
export function dearestInput(price: Price, details: readonly DetailComponent[]): bigint {
  return dearest(price, details, isInput);
}

export function dearestOutput(price: Price, details: readonly DetailComponent[]): bigint {
  return dearest(price, details, (component) => !isInput(component));
}

function dearest(price: Price, details: readonly DetailComponent[], isOfSide: (component: PriceComponent) => boolean): bigint {
  let max = 0n;
  for (const { component, perMillion } of price) {
    const isReached = isOfSide(component) && (!isDetail(component) || details.includes(component));
    if (isReached && perMillion > max) max = perMillion;
  }
  return max;
}

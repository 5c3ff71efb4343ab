/** What every provider charges for, and every price has. */
export type BaseComponent = 'input' | 'cached_input' | 'cache_write' | 'output';

/** What some providers tell apart, and charge for at prices of their own: writes to a cache that keeps for an hour, and audio. */
export type DetailComponent = 'cache_write_1h' | 'input_audio' | 'cached_input_audio' | 'output_audio';

/** What a provider can charge for. All are disjoint: `input` is neither cached nor audio where audio is told apart; `output` includes reasoning. */
export type PriceComponent = BaseComponent | DetailComponent;

/** Tokens by component, each a whole number of zero or more. What is not told apart is not there, and counts as its base component. */
export type TokenCounts = Readonly<Record<BaseComponent, number>> & Readonly<Partial<Record<DetailComponent, number>>>;

/** Whose price a component without one of its own is rated at. */
export const BASE_OF: Readonly<Record<DetailComponent, BaseComponent>> = {
  cache_write_1h: 'cache_write',
  input_audio: 'input',
  cached_input_audio: 'cached_input',
  output_audio: 'output',
};

export const BASE_COMPONENTS: readonly BaseComponent[] = ['input', 'cached_input', 'cache_write', 'output'];

const INPUT_COMPONENTS: readonly PriceComponent[] = [
  'input',
  'input_audio',
  'cached_input',
  'cached_input_audio',
  'cache_write',
  'cache_write_1h',
];

/** In the order in which prices and charges name them. */
export const COMPONENTS: readonly PriceComponent[] = [...INPUT_COMPONENTS, 'output', 'output_audio'];

export function isDetail(component: PriceComponent): component is DetailComponent {
  return Object.hasOwn(BASE_OF, component);
}

export function isInput(component: PriceComponent): boolean {
  return INPUT_COMPONENTS.includes(component);
}

/** All that went in, whatever it is charged at: what tiers go by. */
export function totalInput(tokens: TokenCounts): number {
  let sum = 0;
  for (const component of INPUT_COMPONENTS) sum += tokens[component] ?? 0;
  return sum;
}

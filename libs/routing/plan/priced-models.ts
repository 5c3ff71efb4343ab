import type { ModelChoice } from '#catalog';
import { hasComponent, hasServiceTier, type Price } from '#money';
import type { NeededPrice, WireRequest } from '#wire';
import { refuse, type RequestRefusal } from '../refusals/refusal.js';

/** The models whose price has all that the request names; refused is what is missing where none has it. */
export function priced(
  { needsPrices }: WireRequest,
  choices: readonly ModelChoice[],
): readonly ModelChoice[] | RequestRefusal<'UNSUPPORTED_PARAMETER'> {
  if (needsPrices.length === 0) return choices;
  const missing = choices.map(({ model }) => needsPrices.find((needed) => !hasPrice(model.price, needed)));
  const left = choices.filter((_, index) => missing[index] === undefined);
  const [needed] = missing;
  if (left.length > 0 || needed === undefined) return left;
  const what = needed.component === undefined ? `the service tier ${needed.serviceTier}` : `${NAMES[needed.component]} tokens`;
  return refuse('UNSUPPORTED_PARAMETER', needed.field, `${needed.field} asks for ${what}, for which this model has no price`);
}

const NAMES = { input_audio: 'audio input', output_audio: 'audio output' } as const;

function hasPrice(price: Price, { component, serviceTier }: NeededPrice): boolean {
  return component === undefined ? hasServiceTier(price, serviceTier) : hasComponent(price, component);
}

/**
 * The most input tokens that one image can cost, whatever its size and detail, by the model that looks at it.
 *
 * Source: OpenAI, "Images and vision", calculating costs. Models that count tiles scale an image into 2048 × 2048 with its shortest side at
 * 768, so at most 8 tiles of 512 × 512: base + 8 × tile. Models that count patches of 32 × 32 take at most 1,536 of them (10,000 at detail
 * "original" from gpt-5.4 on), times the model's multiplier.
 */
const PUBLISHED: readonly (readonly [RegExp, number])[] = [
  [/^gpt-4o-mini/, 48_169], // 2,833 + 8 × 5,667
  [/^(gpt-4o|gpt-4-turbo|gpt-4\.5|chatgpt-4o)/, 1_445], // 85 + 8 × 170
  [/^gpt-4\.1-nano/, 3_779], // 1,536 × 2.46
  [/^gpt-4\.1-mini/, 2_489], // 1,536 × 1.62
  [/^gpt-4\.1/, 1_536],
  [/^(o4-mini|o3-mini)/, 2_642], // 1,536 × 1.72
  [/^(o1|o3)/, 1_275], // 75 + 8 × 150
  // Anthropic, "Vision", image costs: scaled to 2,576 pixels on the long edge at most.
  [/^claude/, 4_784],
];

/** The dearest of all published models, for every model that is not listed. */
const DEAREST = 48_169;

/** Upstream model names may carry a vendor (`openai/gpt-4o`); undefined or unknown: the dearest published. */
export function imageTokensAtMost(upstreamModel?: string): number {
  if (upstreamModel === undefined) return DEAREST;
  const name = upstreamModel.slice(upstreamModel.lastIndexOf('/') + 1);
  return PUBLISHED.find(([family]) => family.test(name))?.[1] ?? DEAREST;
}

import { isObject } from '../json/object.js';
import { inputParts, inputTokens, outputOf, outputParts, type InputUsage, type OutputUsage, type Usage } from './usage.js';
import { OPENAI_USAGE, knownNames, largest, pathsOf, unknownCounts } from '../meaning/usage-names.js';

/**
 * Why a count is not what was told, in event and receipt (docs/usage-marks.md): these five cannot be true. `unknown_count.…` names counts that nobody knows beside them.
 */
export type UsageMark = 'zero_input' | 'zero_output' | 'part_above_whole' | 'count_fell' | 'total_not_reached';

/** What a provider has told of a usage so far, as far as that can be true. A side that was not told is estimated. */
export interface ToldUsage {
  readonly input: InputUsage | undefined;
  readonly output: OutputUsage | undefined;
  readonly marks: readonly string[];
}

const NONE: readonly string[] = [];
export const NOTHING_TOLD: ToldUsage = { input: undefined, output: undefined, marks: NONE };

/** Undefined where a side of it was not told. */
export function wholeUsage({ input, output }: ToldUsage): Usage | undefined {
  return input && output ? { ...input, ...output } : undefined;
}

const pathsIn = pathsOf(OPENAI_USAGE);
const PATHS = {
  input: pathsIn('input'),
  output: pathsIn('output'),
  total: pathsIn('total'),
  cached: pathsIn('cached'),
  written: pathsIn('written'),
  written_1h: pathsIn('written_1h'),
  reasoning: pathsIn('reasoning'),
  audio: pathsIn('audio'),
  cached_audio: pathsIn('cached_audio'),
  spoken: pathsIn('spoken'),
};
const KNOWN = knownNames(OPENAI_USAGE);

/** `usage` of Chat Completions, Completions and Responses. Zero is zero, not missing: whether it can be true `believable` says. */
export function openaiUsage(usage: unknown): ToldUsage {
  if (!isObject(usage)) return NOTHING_TOLD;
  const cachedAudio = largest(usage, PATHS.cached_audio);
  const oneHour = largest(usage, PATHS.written_1h) ?? 0;
  const counts = {
    total: largest(usage, PATHS.total),
    cached: largest(usage, PATHS.cached) ?? 0,
    written: largest(usage, PATHS.written) ?? oneHour,
    oneHour,
    reasoning: largest(usage, PATHS.reasoning) ?? 0,
    audio: Math.max(largest(usage, PATHS.audio) ?? 0, cachedAudio ?? 0),
    cachedAudio,
    spoken: largest(usage, PATHS.spoken) ?? 0,
  };
  const sides = sidesOf(largest(usage, PATHS.input), largest(usage, PATHS.output), counts);
  const { input, output } = sides;
  const unknown = unknownCounts(usage, KNOWN);
  return {
    input: input === undefined ? undefined : inputParts(input, counts),
    output: output === undefined ? undefined : outputParts(output, { audio: counts.spoken, reasoning: counts.reasoning }),
    marks: unknown.length === 0 ? sides.marks : [...sides.marks, ...unknown],
  };
}

interface Counts {
  readonly total: number | undefined;
  readonly cached: number;
  readonly written: number;
  readonly oneHour: number;
  readonly reasoning: number;
  readonly audio: number;
  readonly spoken: number;
}

interface Sides {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly marks: readonly string[];
}

/** What went in and what came out, as the total and the parts bear out. */
function sidesOf(toldInput: number | undefined, toldOutput: number | undefined, counts: Counts): Sides {
  const { total, cached, written, reasoning } = counts;
  let [input, output] = [toldInput, toldOutput];
  if (total !== undefined && input !== undefined && output === undefined && total >= input) output = total - input;
  if (total !== undefined && output !== undefined && input === undefined && total >= output) input = total - output;
  let marks: UsageMark[] | undefined;
  const mark = (name: UsageMark): void => void (marks ??= []).push(name);
  const isAbove =
    (input !== undefined && (cached + written > input || counts.audio > input || counts.oneHour > written)) ||
    (output !== undefined && reasoning > output) ||
    (output !== undefined && counts.spoken > output) ||
    (total !== undefined && Math.max(input ?? 0, output ?? 0) > total);
  if (input !== undefined && output !== undefined) {
    const excess = total === undefined ? 0 : total - input - output;
    const beside = besideOf({ input, output, excess, caches: cached + written, reasoning, isTotalTold: total !== undefined });
    // xAI and Gemini count thoughts beside the completion: where they say how many, nothing is amiss.
    const areThoughtsBeside = beside.to === 'output' && excess > 0 && excess === reasoning;
    if (isAbove && !areThoughtsBeside) mark('part_above_whole');
    if (beside.to === 'input') input += beside.tokens;
    else output += beside.tokens;
    if (excess > 0 && !areThoughtsBeside && !(isAbove && beside.to === 'input')) mark('total_not_reached');
    if (!Number.isSafeInteger(input) || !Number.isSafeInteger(output)) return { input: undefined, output: undefined, marks: marks ?? NONE };
  } else if (isAbove) mark('part_above_whole');
  return { input, output, marks: marks ?? NONE };
}

interface Compared {
  readonly input: number;
  readonly output: number;
  readonly excess: number;
  readonly caches: number;
  readonly reasoning: number;
  readonly isTotalTold: boolean;
}

/**
 * Tokens that stand beside what includes them elsewhere: what the total has above its parts is output (Gemini: thoughts), but for caches that the input cannot hold, and for
 * a prompt of zero. Without a total more reasoning than output tells the same.
 */
function besideOf({ input, output, excess, caches, reasoning, isTotalTold }: Compared): {
  readonly to: 'input' | 'output';
  readonly tokens: number;
} {
  if (!isTotalTold) return { to: 'output', tokens: reasoning > output ? reasoning : 0 };
  if (excess <= 0) return { to: 'output', tokens: 0 };
  const isInput = (caches > input && excess === caches) || (input === 0 && output > 0);
  return { to: isInput ? 'input' : 'output', tokens: excess };
}

/** A stream may tell a usage several times. Counts are cumulative: a later one takes the earlier one's place, but where it is lower (WIRE.md, "Meaning"). */
export function laterUsage(before: ToldUsage, told: ToldUsage): ToldUsage {
  if (before === NOTHING_TOLD) return told;
  const input = later(before.input, told.input, inputTokens);
  const output = later(before.output, told.output, outputOf);
  const marks = new Set([...before.marks, ...told.marks, ...(input.hasFallen || output.hasFallen ? ['count_fell'] : [])]);
  return { input: input.side, output: output.side, marks: [...marks] };
}

function later<Side>(
  before: Side | undefined,
  told: Side | undefined,
  tokens: (side: Side) => number,
): { readonly side: Side | undefined; readonly hasFallen: boolean } {
  const hasFallen = before !== undefined && told !== undefined && tokens(told) < tokens(before);
  return { side: hasFallen ? before : (told ?? before), hasFallen };
}

/** Zero is zero where nothing can have been used: not what went in where anything came out, nor what came out where there is text. */
export function believable(told: ToldUsage, hasText: () => boolean): ToldUsage {
  const { input, output } = told;
  const isZeroIn = input !== undefined && inputTokens(input) === 0;
  const isZeroOut = output !== undefined && outputOf(output) === 0;
  if (!isZeroIn && !isZeroOut) return told;
  const isText = hasText();
  const isInputUntrue = isZeroIn && (isText || (output !== undefined && !isZeroOut));
  const isOutputUntrue = isZeroOut && isText;
  if (!isInputUntrue && !isOutputUntrue) return told;
  const marks = [...told.marks, ...(isInputUntrue ? ['zero_input'] : []), ...(isOutputUntrue ? ['zero_output'] : [])];
  return { input: isInputUntrue ? undefined : input, output: isOutputUntrue ? undefined : output, marks };
}

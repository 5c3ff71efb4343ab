import { count, isCount } from '../common/counts.js';
import { NOTHING_TOLD, type ToldUsage } from '../common/told-usage.js';
import { inputTokens, inputsOf, outputOf, outputParts, type InputUsage, type OutputUsage, type Usage } from '../common/usage.js';
import { ANTHROPIC_USAGE, knownNames, unknownCounts } from '../meaning/usage-names.js';
import { isObject, type JsonObject } from '../json/object.js';

/**
 * The usage of one message as it becomes known. Its values are cumulative: a later one replaces an earlier one and is never added to it
 * (Anthropic, "Streaming messages"; the SDK's `MessageStream` does the same), unless it is lower. Null and missing leave what was told before.
 *
 * `input_tokens` excludes both cache components here, unlike in OpenAI's dialect, so nothing is subtracted and nothing can become negative.
 */
export class MessagesUsage {
  private counts: Readonly<Record<string, number>> = {};
  private details: JsonObject = {};
  private readonly apart = new Map<string, string>();
  private readonly marks = new Set<string>();
  private outputIsFinal = false;
  serviceTier: string | undefined;

  /** `message_start`, whose `output_tokens` are only those of the first moment; or a plain answer, whose usage is whole. */
  begin(usage: unknown, isWhole = false): void {
    this.read(usage);
    if (isObject(usage) && isWhole) this.outputIsFinal = isCount(usage['output_tokens']);
  }

  /** `message_delta`. */
  update(usage: unknown): void {
    this.read(usage);
    if (isObject(usage) && isCount(usage['output_tokens'])) this.outputIsFinal = true;
  }

  /** Of the output only what was told for good. */
  get told(): ToldUsage {
    const { input, output } = this;
    if (!input && !output && this.marks.size === 0) return NOTHING_TOLD;
    const isAbove = (input && this.isWrittenAbove) || (output && this.thinking > outputOf(output));
    const above = isAbove ? [...this.marks, 'part_above_whole'] : [...this.marks];
    return { input, output, marks: above };
  }

  private get output(): OutputUsage | undefined {
    const output = this.counts['output_tokens'];
    if (output === undefined || !this.outputIsFinal) return undefined;
    const total = output + sumOutside(this.details['iterations']).output;
    return isCount(total) ? outputParts(total, { audio: 0, reasoning: this.thinking }) : undefined;
  }

  private get thinking(): number {
    const details = this.details['output_tokens_details'];
    return isObject(details) ? count(details['thinking_tokens']) : 0;
  }

  private get isWrittenAbove(): boolean {
    const written = this.counts['cache_creation_input_tokens'];
    const { short, long } = creationOf(this.details['cache_creation']);
    return written !== undefined && short + long > written;
  }

  private get input(): InputUsage | undefined {
    const input = this.counts['input_tokens'];
    if (input === undefined) return undefined;
    const outside = sumOutside(this.details['iterations']);
    const written = writtenOf({ ...this.counts, cache_creation: this.details['cache_creation'] });
    const oneHour = written.oneHour + outside.cache_write_1h;
    const read = {
      input: input + outside.input,
      cached_input: (this.counts['cache_read_input_tokens'] ?? 0) + outside.cached_input,
      cache_write: written.fiveMinutes + outside.cache_write,
      ...(oneHour > 0 && { cache_write_1h: oneHour }),
    };
    return Object.values(read).every(isCount) ? read : undefined;
  }

  /** What makes this answer cost something else than its tokens at the model's prices, each by the name of its field. */
  get unpriced(): readonly string[] {
    return [...this.apart.values()];
  }

  private read(usage: unknown): void {
    if (!isObject(usage)) return;
    const [before, countsBefore, detailsBefore] = [this.input, this.counts, this.details];
    const counts: Record<string, number> = { ...countsBefore };
    for (const field of COUNTS) if (isCount(usage[field])) counts[field] = usage[field] + 0;
    this.counts = counts;
    for (const field of ['cache_creation', 'output_tokens_details', 'iterations'])
      if (usage[field] != null) this.details = { ...this.details, [field]: usage[field] };
    const { input } = this;
    if (before && input && inputTokens(input) < inputTokens(before)) {
      this.marks.add('count_fell');
      this.counts = { ...countsBefore, ...(counts['output_tokens'] !== undefined && { output_tokens: counts['output_tokens'] }) };
      this.details = { ...this.details, cache_creation: detailsBefore['cache_creation'] };
    }
    const [told, toldBefore] = [counts['output_tokens'], countsBefore['output_tokens']];
    // Zero in place of the count of the first moment says nothing: whether it can be true the text tells.
    const isPlaceholder = told === 0 && !this.outputIsFinal;
    if (told !== undefined && toldBefore !== undefined && told < toldBefore && !isPlaceholder) {
      this.marks.add('count_fell');
      this.counts = { ...this.counts, output_tokens: toldBefore };
    }
    if (typeof usage['service_tier'] === 'string') this.serviceTier = usage['service_tier'];
    for (const mark of unknownCounts(usage, KNOWN)) this.marks.add(mark);
    this.noteUnpriced(usage);
  }

  private noteUnpriced({ server_tool_use: hosted, speed, inference_geo: geo, iterations }: JsonObject): void {
    if (isObject(hosted))
      for (const [tool, calls] of Object.entries(hosted)) if (count(calls) > 0) this.apart.set(tool, `server_tool_use.${tool}`);
    if (typeof speed === 'string' && speed !== 'standard') this.apart.set('speed', `speed.${speed}`);
    if (typeof geo === 'string' && geo !== 'global' && geo !== 'not_available') this.apart.set('geo', `inference_geo.${geo}`);
    for (const entry of entriesOf(iterations))
      if (entry['type'] !== 'message') this.apart.set(String(entry['type']), `iterations.${String(entry['type'])}`);
  }
}

const KNOWN = knownNames(ANTHROPIC_USAGE);
const COUNTS = ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'] as const;

/** A whole message, as a plain answer has it. */
export function readMessagesUsage(usage: unknown): MessagesUsage {
  const read = new MessagesUsage();
  read.begin(usage, true);
  return read;
}

function entriesOf(iterations: unknown): JsonObject[] {
  return Array.isArray(iterations) ? iterations.filter(isObject) : [];
}

/**
 * Tokens written to the cache, by how long they stay. Only `message_start` tells them apart; where there is no total, they make it up, and where
 * they exceed it, they are cut.
 */
function writtenOf({ cache_creation_input_tokens: told, cache_creation: creation }: JsonObject): Written {
  const { short, long } = creationOf(creation);
  const total = isCount(told) ? told : short + long;
  const oneHour = Math.min(long, total);
  return { fiveMinutes: total - oneHour, oneHour };
}

function creationOf(creation: unknown): { readonly short: number; readonly long: number } {
  const { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long } = isObject(creation) ? creation : {};
  return { short: count(short), long: count(long) };
}

interface Written {
  readonly fiveMinutes: number;
  readonly oneHour: number;
}

/** Entries of answering models repeat what the totals hold; every other kind stands outside them (the SDK's `BetaIterationsUsage`). */
function sumOutside(iterations: unknown) {
  const sum = { input: 0, cached_input: 0, cache_write: 0, cache_write_1h: 0, output: 0 };
  for (const entry of entriesOf(iterations)) {
    if (entry['type'] === 'message' || entry['type'] === 'fallback_message') continue;
    const { fiveMinutes, oneHour } = writtenOf(entry);
    sum.input += count(entry['input_tokens']);
    sum.cached_input += count(entry['cache_read_input_tokens']);
    sum.cache_write += fiveMinutes;
    sum.cache_write_1h += oneHour;
    sum.output += count(entry['output_tokens']);
  }
  return sum;
}

/** `usage` of Messages: the input components are disjoint, as ours are. */
export function messagesUsageOf(usage: Usage): JsonObject {
  const { fresh, cached, written } = inputsOf(usage);
  const { cache_write: fiveMinutes, cache_write_1h: oneHour = 0 } = usage;
  return {
    input_tokens: fresh,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    ...(oneHour > 0 && { cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour } }),
    output_tokens: outputOf(usage),
    ...(usage.reasoning > 0 ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {}),
  };
}

import { count, isCount } from '../common/counts.js';
import { inputsOf, outputOf, outputParts, type InputUsage, type Usage } from '../common/usage.js';
import { isObject, type JsonObject } from '../json/object.js';

/**
 * The usage of one message as it becomes known. Its values are cumulative: a later one replaces an earlier one and is never added to it
 * (Anthropic, "Streaming messages"; the SDK's `MessageStream` does the same). Null and missing leave what was told before.
 *
 * `input_tokens` excludes both cache components here, unlike in OpenAI's dialect, so nothing is subtracted and nothing can become negative.
 */
export class MessagesUsage {
  private readonly told: Record<string, number> = {};
  private details: JsonObject = {};
  private readonly apart = new Map<string, string>();
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

  /** Undefined until the output was told for good: then only `input` holds, and the output has to be estimated. */
  get usage(): Usage | undefined {
    const { input } = this;
    const output = this.told['output_tokens'];
    if (!input || output === undefined || !this.outputIsFinal) return undefined;
    const outside = sumOutside(this.details['iterations']);
    const details = this.details['output_tokens_details'];
    const total = output + outside.output;
    if (!isCount(total)) return undefined;
    return { ...input, ...outputParts(total, { audio: 0, reasoning: isObject(details) ? count(details['thinking_tokens']) : 0 }) };
  }

  get input(): InputUsage | undefined {
    const input = this.told['input_tokens'];
    if (input === undefined) return undefined;
    const outside = sumOutside(this.details['iterations']);
    const written = writtenOf({ ...this.told, cache_creation: this.details['cache_creation'] });
    const oneHour = written.oneHour + outside.cache_write_1h;
    const read = {
      input: input + outside.input,
      cached_input: (this.told['cache_read_input_tokens'] ?? 0) + outside.cached_input,
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
    for (const field of COUNTS) if (isCount(usage[field])) this.told[field] = usage[field] + 0;
    for (const field of ['cache_creation', 'output_tokens_details', 'iterations'])
      if (usage[field] != null) this.details = { ...this.details, [field]: usage[field] };
    if (typeof usage['service_tier'] === 'string') this.serviceTier = usage['service_tier'];
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
  const [short, long] = ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'].map((field) =>
    isObject(creation) ? count(creation[field]) : 0,
  ) as [number, number];
  const total = isCount(told) ? told : short + long;
  const oneHour = Math.min(long, total);
  return { fiveMinutes: total - oneHour, oneHour };
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

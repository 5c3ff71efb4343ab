/**
 * What a caller can rehearse on every route, written into the last user message as `[sandbox:name]` or `[sandbox:name=value]`, any number of them:
 *
 * | directive | effect |
 * | --- | --- |
 * | `delay=200` | waits so many milliseconds before it answers |
 * | `chunk-delay=20` | waits so many milliseconds before each chunk of a stream |
 * | `status=500` | answers with this error status (429 with `retry-after: 1`) |
 * | `cut=3` | breaks the connection after so many chunks; a plain answer in the middle of its body |
 * | `error=3` | reports an error within the stream after so many chunks |
 * | `no-done` | ends the stream properly, but without its terminal frame (`[DONE]`, `message_stop`, `response.completed`) |
 * | `no-usage` | never tells the usage |
 * | `tokens=50` | answers with so many tokens, as far as the output limit allows |
 * | `usage=prompt:10,cached:4,written:2,completion:7,reasoning:3` | tells this usage, whatever was said; what is left out stays as counted |
 */
export interface Directives {
  readonly delayMs: number;
  readonly chunkDelayMs: number;
  readonly status: number | undefined;
  readonly cutAfter: number | undefined;
  readonly errorAfter: number | undefined;
  readonly noDone: boolean;
  readonly noUsage: boolean;
  readonly tokens: number | undefined;
  readonly usage: Readonly<Record<string, number>>;
}

const DIRECTIVE = /\[sandbox:([a-z-]+)(?:=([^\]]*))?\]/g;
const LONGEST_DELAY_MS = 600_000;
const MOST_TOKENS = 1_000_000;

export function readDirectives(text: string): Directives {
  const given = new Map<string, string>();
  for (const [, name, value = ''] of text.matchAll(DIRECTIVE)) given.set(name!, value);
  const status = numberOf(given.get('status'), 599);
  return {
    delayMs: numberOf(given.get('delay'), LONGEST_DELAY_MS) ?? 0,
    chunkDelayMs: numberOf(given.get('chunk-delay'), LONGEST_DELAY_MS) ?? 0,
    status: status !== undefined && status >= 400 ? status : undefined,
    cutAfter: numberOf(given.get('cut'), MOST_TOKENS),
    errorAfter: numberOf(given.get('error'), MOST_TOKENS),
    noDone: given.has('no-done'),
    noUsage: given.has('no-usage'),
    tokens: numberOf(given.get('tokens'), MOST_TOKENS),
    usage: usageOf(given.get('usage') ?? ''),
  };
}

function numberOf(value: string | undefined, most: number): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Math.min(Number(value), most) : undefined;
}

function usageOf(value: string): Record<string, number> {
  const usage: Record<string, number> = {};
  for (const pair of value.split(',')) {
    const [name, count] = pair.trim().split(':');
    if (name && /^\d{1,15}$/.test(count ?? '')) usage[name] = Number(count);
  }
  return usage;
}

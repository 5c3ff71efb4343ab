import { readSandboxUsage, type ToldUsage } from './sandbox.told-usage.js';

/** What a caller can rehearse, written into the last user message. `docs/sandbox.md` has an example of each; a test holds the two together. */
export interface Directives {
  readonly delayMs: number;
  readonly firstTokenDelayMs: number;
  readonly chunkDelayMs: number;
  readonly chunkBytes: number;
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** -1: from the beginning, without a head. */
  readonly silentAfter: number | undefined;
  readonly cutAfter: number | undefined;
  readonly errorAfter: number | undefined;
  readonly errorType: string | undefined;
  readonly noDone: boolean;
  readonly noUsage: boolean;
  readonly usage: ToldUsage;
  readonly tier: string | undefined;
  readonly tokens: number | undefined;
  /** The tool to call; empty: the first. */
  readonly tool: string | undefined;
  readonly refusal: boolean;
  readonly finish: SandboxFinish | undefined;
}

export type SandboxFinish = 'stop' | 'length' | 'tool_calls' | 'content_filter';

export const NOTHING: Directives = {
  delayMs: 0,
  firstTokenDelayMs: 0,
  chunkDelayMs: 0,
  chunkBytes: Infinity,
  status: undefined,
  retryAfterSeconds: undefined,
  silentAfter: undefined,
  cutAfter: undefined,
  errorAfter: undefined,
  errorType: undefined,
  noDone: false,
  noUsage: false,
  usage: {},
  tier: undefined,
  tokens: undefined,
  tool: undefined,
  refusal: false,
  finish: undefined,
};

const LONGEST_DELAY_MS = 600_000;
const MOST_TOKENS = 1_000_000;
const FINISHES: readonly string[] = ['stop', 'length', 'tool_calls', 'content_filter'] satisfies SandboxFinish[];

type Read = (value: string) => Partial<Directives> | undefined;

/** Undefined: not a value of that directive. */
export const DIRECTIVES: Readonly<Record<string, Read>> = {
  delay: (value) => within(value, 0, LONGEST_DELAY_MS, (delayMs) => ({ delayMs })),
  'first-token-delay': (value) => within(value, 0, LONGEST_DELAY_MS, (firstTokenDelayMs) => ({ firstTokenDelayMs })),
  'chunk-delay': (value) => within(value, 0, LONGEST_DELAY_MS, (chunkDelayMs) => ({ chunkDelayMs })),
  'chunk-bytes': (value) => within(value, 1, MOST_TOKENS, (chunkBytes) => ({ chunkBytes })),
  status: (value) => within(value, 400, 599, (status) => ({ status })),
  'retry-after': (value) => within(value, 0, MOST_TOKENS, (retryAfterSeconds) => ({ retryAfterSeconds })),
  silent: (value) => (value === '' ? { silentAfter: -1 } : within(value, 0, MOST_TOKENS, (silentAfter) => ({ silentAfter }))),
  cut: (value) => within(value, 0, MOST_TOKENS, (cutAfter) => ({ cutAfter })),
  error: (value) => within(value, 0, MOST_TOKENS, (errorAfter) => ({ errorAfter })),
  'error-type': (value) => (/^\w+$/.test(value) ? { errorType: value } : undefined),
  'no-done': (value) => flag(value, { noDone: true }),
  'no-usage': (value) => flag(value, { noUsage: true }),
  usage: (value) => {
    const usage = readSandboxUsage(value);
    return usage && { usage };
  },
  tier: (value) => (/^\w+$/.test(value) ? { tier: value } : undefined),
  tokens: (value) => within(value, 0, MOST_TOKENS, (tokens) => ({ tokens })),
  tool: (value) => ({ tool: value }),
  refusal: (value) => flag(value, { refusal: true }),
  finish: (value) => (FINISHES.includes(value) ? { finish: value as SandboxFinish } : undefined),
};

/** `[sandbox:name]`, `[sandbox:name=value]`, or with `@model` behind `sandbox`: only where the provider is asked for that model. */
const DIRECTIVE = /\[sandbox(?:@([^\]\s]+?))?:([a-z-]+)(?:=([^\]]*))?\]/g;

/** A text: what is wrong with them, since a rehearsal that silently does not happen would be taken for one that went well. */
export function readDirectives(text: string, model: string): Directives | string {
  let directives = NOTHING;
  for (const [whole, only, name = '', value = ''] of text.matchAll(DIRECTIVE)) {
    const read = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
    if (!read) return `${whole}: there is no such directive, but ${Object.keys(DIRECTIVES).join(', ')}`;
    const said = read(value);
    if (!said) return `${whole}: ${name} does not take this value`;
    if (only === undefined || only === model) directives = { ...directives, ...said };
  }
  return directives;
}

function within(
  value: string,
  least: number,
  most: number,
  said: (number: number) => Partial<Directives>,
): Partial<Directives> | undefined {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  return number >= least && number <= most ? said(number) : undefined;
}

function flag(value: string, said: Partial<Directives>): Partial<Directives> | undefined {
  return value === '' ? said : undefined;
}

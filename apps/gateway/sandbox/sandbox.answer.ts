import { createHash } from 'node:crypto';
import type { SandboxRequest } from './sandbox.request.js';

/** One choice: its tokens, one chunk each, or the arguments of the call of a tool. */
export interface SandboxChoice {
  readonly pieces: readonly string[];
  readonly finishReason: 'stop' | 'length' | 'tool_calls';
}

export interface SandboxAnswer {
  readonly id: string;
  readonly choices: readonly SandboxChoice[];
  readonly usage: object | undefined;
}

const WORDS =
  'the ledger keeps every token and each one has its price so that a balance can be told from what was spent while the rest stays held until an answer is whole'.split(
    ' ',
  );
const LEAST_TOKENS = 8;
const SPREAD_TOKENS = 32;

/** The same bytes always get the same answer. */
export function answerOf(bytes: Buffer, request: SandboxRequest): SandboxAnswer {
  const digest = createHash('sha256').update(bytes).digest();
  const choices = Array.from({ length: request.choices }, (_, index) => choiceOf(request, digest, index));
  return { id: `chatcmpl-${digest.toString('base64url').slice(0, 29)}`, choices, usage: usageOf(request, choices) };
}

function choiceOf(request: SandboxRequest, digest: Buffer, index: number): SandboxChoice {
  const wanted = request.tool
    ? argumentsOf(request.tool.parameters, request.lastUserText)
    : Array.from({ length: request.directives.tokens ?? LEAST_TOKENS + (digest[0]! % SPREAD_TOKENS) }, (_, at) => word(digest, index, at));
  if (wanted.length > request.outputLimit) return { pieces: wanted.slice(0, request.outputLimit), finishReason: 'length' };
  return { pieces: wanted, finishReason: request.tool ? 'tool_calls' : 'stop' };
}

function word(digest: Buffer, choice: number, at: number): string {
  const chosen = WORDS[(digest[(at + choice) % digest.length]! + 7 * at + choice) % WORDS.length]!;
  return at === 0 ? chosen[0]!.toUpperCase() + chosen.slice(1) : ` ${chosen}`;
}

/** Something for each required property that its JSON Schema type allows; strings echo the user. */
function argumentsOf(parameters: unknown, userText: string): string[] {
  const schema = (parameters ?? {}) as { properties?: Record<string, { type?: unknown; enum?: unknown[] }>; required?: string[] };
  const value = ({ type, enum: allowed }: { type?: unknown; enum?: unknown[] } = {}): unknown => {
    if (allowed) return allowed[0];
    if (type === 'number' || type === 'integer') return 1;
    if (type === 'boolean') return true;
    if (type === 'array') return [];
    return type === 'object' ? {} : userText;
  };
  const json = JSON.stringify(Object.fromEntries((schema.required ?? []).map((name) => [name, value(schema.properties?.[name])])));
  return json.match(/[^]{1,8}/g) ?? [];
}

function usageOf({ promptTokens, directives }: SandboxRequest, choices: readonly SandboxChoice[]): object | undefined {
  if (directives.noUsage) return undefined;
  const told = directives.usage;
  const prompt = told['prompt'] ?? promptTokens;
  const completion = told['completion'] ?? choices.reduce((sum, { pieces }) => sum + pieces.length, 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: told['cached'] ?? 0,
      ...(told['written'] === undefined ? {} : { cache_write_tokens: told['written'] }),
      audio_tokens: 0,
    },
    completion_tokens_details: { reasoning_tokens: told['reasoning'] ?? 0, audio_tokens: 0 },
  };
}

import { createHash } from 'node:crypto';
import type { SandboxFinish } from './sandbox.directives.js';
import type { SandboxRequest } from './sandbox.request.js';

/** One choice: its tokens, one chunk each, or the arguments of the call of a tool. */
export interface SandboxChoice {
  readonly pieces: readonly string[];
  readonly finishReason: SandboxFinish;
}

export interface SandboxAnswer {
  /** Without a prefix: each dialect has its own. */
  readonly id: string;
  /** Tokens of thinking, before the first choice. */
  readonly thinking: readonly string[];
  readonly choices: readonly SandboxChoice[];
  /** The choices say why there is no answer. */
  readonly isRefusal: boolean;
  /** Undefined: the usual one. */
  readonly tier: string | undefined;
  /** Undefined: the provider does not tell. */
  readonly usage: SandboxUsage | undefined;
}

export interface SandboxUsage {
  /** With what was read from and written to a cache. */
  readonly prompt: number;
  readonly cached: number;
  readonly written: number | undefined;
  /** Of those written, for an hour. */
  readonly writtenOneHour: number;
  readonly audioIn: number;
  /** With reasoning. */
  readonly completion: number;
  readonly reasoning: number;
  readonly audioOut: number;
}

const WORDS =
  'the ledger keeps every token and each one has its price so that a balance can be told from what was spent while the rest stays held until an answer is whole'.split(
    ' ',
  );
const LEAST_TOKENS = 8;
const SPREAD_TOKENS = 32;
const THINKING_TOKENS = 5;

/** The same bytes always get the same answer. */
export function answerOf(bytes: Buffer, request: SandboxRequest): SandboxAnswer {
  const digest = createHash('sha256').update(bytes).digest();
  const thinking = request.thinks ? Array.from({ length: THINKING_TOKENS }, (_, at) => word(digest, 7, at)) : [];
  const choices = Array.from({ length: request.choices }, (_, index) => choiceOf(request, digest, index, thinking.length));
  const { refusal: isRefusal, tier } = request.directives;
  const id = digest.toString('base64url').slice(0, 29);
  return { id, thinking, choices, isRefusal, tier, usage: usageOf(request, choices, thinking.length) };
}

function choiceOf(request: SandboxRequest, digest: Buffer, index: number, thought: number): SandboxChoice {
  const wanted = wantedPieces(request, digest, index);
  const limit = Math.max(0, request.outputLimit - thought);
  const { finish } = request.directives;
  if (wanted.length > limit) return { pieces: wanted.slice(0, limit), finishReason: finish ?? 'length' };
  return { pieces: wanted, finishReason: finish ?? (request.tool ? 'tool_calls' : 'stop') };
}

function wantedPieces({ tool, schema, lastUserText, directives }: SandboxRequest, digest: Buffer, index: number): string[] {
  const form = tool ? tool.parameters : schema;
  if (tool || schema !== undefined) return JSON.stringify(valueOf(form, lastUserText) ?? {}).match(/[^]{1,8}/g) ?? [];
  const length = directives.tokens ?? LEAST_TOKENS + (digest[0]! % SPREAD_TOKENS);
  return Array.from({ length }, (_, at) => word(digest, index, at));
}

function word(digest: Buffer, choice: number, at: number): string {
  const chosen = WORDS[(digest[(at + choice) % digest.length]! + 7 * at + choice) % WORDS.length]!;
  return at === 0 ? chosen[0]!.toUpperCase() + chosen.slice(1) : ` ${chosen}`;
}

/** Something for each required property that its JSON Schema type allows; strings echo the user. */
function valueOf(schema: unknown, userText: string): unknown {
  const { type, enum: allowed, const: only, properties, required, items } = (schema ?? {}) as JsonSchema;
  if (only !== undefined) return only;
  if (allowed) return allowed[0];
  if (type === 'number' || type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (type === 'array') return items === undefined ? [] : [valueOf(items, userText)];
  if (type !== 'object' && !properties) return type === undefined && schema == null ? {} : userText;
  return Object.fromEntries((required ?? []).map((name) => [name, valueOf(properties?.[name] ?? { type: 'string' }, userText)]));
}

interface JsonSchema {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly items?: unknown;
}

function usageOf(
  { promptTokens, directives }: SandboxRequest,
  choices: readonly SandboxChoice[],
  thought: number,
): SandboxUsage | undefined {
  if (directives.noUsage) return undefined;
  const told = directives.usage;
  return {
    prompt: told.prompt ?? promptTokens,
    cached: told.cached ?? 0,
    written: told.written ?? told.written_1h,
    writtenOneHour: told.written_1h ?? 0,
    audioIn: told.audio_in ?? 0,
    completion: told.completion ?? choices.reduce((sum, { pieces }) => sum + pieces.length, thought),
    reasoning: told.reasoning ?? thought,
    audioOut: told.audio_out ?? 0,
  };
}

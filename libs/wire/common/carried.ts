import { exactNumber } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import { findReferences } from './references.js';

/** Members in which providers of Chat Completions tell what a model thought, as text; the first that has some is the one that is wanted back. */
export const THOUGHT_FIELDS = ['reasoning_content', 'reasoning', 'reasoning_text', 'thinking'] as const;

/** `content`: as a part of it (Mistral). */
export type ThoughtField = (typeof THOUGHT_FIELDS)[number] | 'content';

/** Members of an assistant's message that providers want back as they came. Sources: OpenRouter, "Reasoning tokens"; Google, "Thought signatures"; LiteLLM, "Reasoning". */
export const CARRIED_BY_MESSAGE = [
  ...['reasoning_details', 'reasoning_opaque', 'reasoning_signature', 'thought_signature', 'thinking_blocks'],
  ...['extra_content', 'provider_specific_fields'],
] as const;
/** The same of a call and of its function. */
export const CARRIED_BY_CALL = ['extra_content', 'thought_signature', 'provider_specific_fields'] as const;

/** What a provider wants back with the conversation, beside what the model said: signatures, encrypted reasoning, and where its thinking stood. */
export interface Carried {
  /** The provider's model that gave it; no other gets it. */
  readonly model?: string;
  /** Of thinking that is told as text. */
  readonly as?: ThoughtField;
  /** Members of the assistant's message. */
  readonly message?: JsonObject;
  /** Members of its calls, by their ids. */
  readonly calls?: Readonly<Record<string, JsonObject>>;
  /** A block of Messages without its text: the signature of `thinking`, the data of `redacted_thinking`. */
  readonly block?: JsonObject;
}

const MARK = 'tokenok.1.';
/** Deeper than any provider's, and far from the end of the stack. */
const NESTING = 32;

/** For a client's dialect that has room for one opaque text: `signature` of Messages, `encrypted_content` of Responses. */
export const sealed = (carried: Carried): string => MARK + Buffer.from(JSON.stringify(carried)).toString('base64url');

/** Written by `sealed`, by whom so ever: no provider has use for it as it is. */
export const isSealed = (text: unknown): text is string => typeof text === 'string' && text.startsWith(MARK);

/**
 * Undefined: not ours, damaged, or another model's. Clients could write one themselves, so that nothing comes out of it but what may stand there, and
 * nothing that names what a provider keeps: whose that is is asked about names that stand in the body only.
 */
export function unsealed(text: unknown, model: string): Carried | undefined {
  if (!isSealed(text)) return undefined;
  let told: unknown;
  try {
    told = JSON.parse(Buffer.from(text.slice(MARK.length), 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(told) || !isShallow(told, NESTING) || findReferences(told).length > 0) return undefined;
  if (told['model'] !== undefined && told['model'] !== model) return undefined;
  const { as, message, calls, block } = told;
  return {
    ...([...THOUGHT_FIELDS, 'content'].includes(as as ThoughtField) && { as: as as ThoughtField }),
    ...(isObject(message) && { message: pick(message, CARRIED_BY_MESSAGE) }),
    ...(isObject(calls) && { calls: Object.fromEntries(Object.entries(calls).map(([id, call]) => [id, callMembers(call)])) }),
    ...(isObject(block) && { block: pick(block, ['type', 'signature', 'data']) }),
  };
}

/** What a provider wants back with a call; empty where that is nothing. */
export function callMembers(call: unknown): JsonObject {
  if (!isObject(call)) return {};
  const inner = isObject(call['function']) ? pick(call['function'], CARRIED_BY_CALL) : {};
  return { ...pick(call, CARRIED_BY_CALL), ...(isEmpty(inner) ? {} : { function: inner }) };
}

/** Of these members those that say something. */
export function pick(from: JsonObject, names: readonly string[]): JsonObject {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (from[name] != null) picked[name] = from[name];
  return picked;
}

export const isEmpty = (object: JsonObject): boolean => Object.keys(object).length === 0;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || exactNumber(value) !== undefined) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import { isSealed } from './carried.js';
import { isReasoningWithoutContent } from './references.js';
import { writeMembers } from './request-body.js';
import type { ReadRequest } from './wire-request.js';

export interface UpstreamChoice {
  readonly model: string;
  /** For each choice, as it was held for. */
  readonly outputLimit: number;
  /** Ids of items that this provider does not keep for this customer. */
  readonly foreignIds?: ReadonlySet<string>;
}

/**
 * The body for a provider that speaks the protocol of the route: the client's own bytes with the model, the output limit and, on a stream of
 * OpenAI's older routes, `include_usage` put in place. Items that say everything themselves go on without an id that is foreign there; reasoning that says
 * nothing without it does not.
 */
export function writeUpstreamBody(request: ReadRequest, { model, outputLimit, foreignIds }: UpstreamChoice): Buffer {
  return writeMembers(request, {
    model: JSON.stringify(model),
    ...limitOf(request, String(outputLimit)),
    ...usageOf(request),
    ...(request.hasSealed || (foreignIds && foreignIds.size > 0) ? withoutOurs(request, foreignIds) : {}),
  });
}

/** Without what came of an earlier answer by another protocol, and without ids that are foreign there. */
function withoutOurs({ api, text, members }: ReadRequest, foreign: ReadonlySet<string> = new Set()): Readonly<Record<string, string>> {
  const name = api === 'responses' ? 'input' : 'messages';
  const { valueStart, end } = members.find((member) => member.name === name)!;
  const list = parseExactly(text.slice(valueStart, end));
  if (!Array.isArray(list)) return {};
  return { [name]: JSON.stringify(api === 'responses' ? list.flatMap((item) => knownItem(item, foreign)) : list.flatMap(knownMessage)) };
}

function knownItem(item: unknown, foreign: ReadonlySet<string>): unknown[] {
  if (!isObject(item)) return [item];
  if (item['type'] === 'reasoning' && isSealed(item['encrypted_content'])) return [];
  if (!foreign.has(item['id'] as string)) return [item];
  return isReasoningWithoutContent(item) ? [] : [{ ...item, id: undefined }];
}

/** A turn that says nothing else is none: Messages refuses empty ones. */
function knownMessage(message: unknown): unknown[] {
  const content = isObject(message) ? message['content'] : undefined;
  if (!Array.isArray(content)) return [message];
  const known = content.filter((block) => !isObject(block) || !isSealed(block['signature'] ?? block['data']));
  if (known.length === content.length) return [message];
  return known.length === 0 ? [] : [{ ...(message as JsonObject), content: known }];
}

/** The limit always goes along, because it was held for. A limit that is the client's own leaves its bytes as they are. */
function limitOf({ api, body, outputLimit }: ReadRequest, limit: string): Readonly<Record<string, string>> {
  switch (api) {
    case 'chat':
      return chatLimit(body, limit);
    case 'messages':
    case 'completions':
      return String(outputLimit) === limit ? {} : { max_tokens: limit };
    case 'responses':
      return String(outputLimit) === limit ? {} : { max_output_tokens: limit };
    case 'embeddings':
    case 'count_tokens':
      return {};
  }
}

/** Into the fields that the client used, so that a provider which knows only `max_tokens` still gets it. */
function chatLimit(body: JsonObject, limit: string): Readonly<Record<string, string>> {
  const used = ['max_completion_tokens', 'max_tokens'].filter((field) => body[field] != null);
  return Object.fromEntries((used.length > 0 ? used : ['max_completion_tokens']).map((field) => [field, limit]));
}

function usageOf({ api, stream, includeUsage, body }: ReadRequest): Readonly<Record<string, string>> {
  if (!stream || includeUsage || (api !== 'chat' && api !== 'completions')) return {};
  return { stream_options: JSON.stringify({ ...(body['stream_options'] as object | null | undefined), include_usage: true }) };
}

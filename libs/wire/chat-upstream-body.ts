import type { ChatRequest, OutputLimitField } from './chat-request.js';
import { splice, type JsonMember } from './json-members.js';

/**
 * The body for a provider: the client's own bytes with the model, the output limit and, on a stream, `include_usage` put in place. The limit
 * goes into the fields that the client used, so that a provider which knows only `max_tokens` still gets it.
 */
export function writeUpstreamBody(request: ChatRequest, upstream: { readonly model: string; readonly outputLimit: number }): Buffer {
  const edits = [replace(member(request, 'model')!, JSON.stringify(upstream.model))];
  const inserted: string[] = [];
  const limit = String(upstream.outputLimit);
  const used = LIMIT_FIELDS.filter((field) => request.body[field] != null);
  for (const field of used) edits.push(replace(member(request, field)!, limit));
  if (used.length === 0) put('max_completion_tokens', limit);
  if (request.stream && !request.includeUsage)
    put('stream_options', JSON.stringify({ ...(request.body['stream_options'] as object | null | undefined), include_usage: true }));
  if (inserted.length > 0) {
    const open = request.text.indexOf('{') + 1;
    edits.push({ start: open, end: open, by: inserted.join('') });
  }
  return Buffer.from(splice(request.text, edits), 'utf8');

  function put(name: string, json: string): void {
    const present = member(request, name);
    if (present) edits.push(replace(present, json));
    else inserted.push(`"${name}":${json},`);
  }
}

const LIMIT_FIELDS: readonly OutputLimitField[] = ['max_completion_tokens', 'max_tokens'];

function member(request: ChatRequest, name: string): JsonMember | undefined {
  return request.members.find((candidate) => candidate.name === name);
}

function replace(found: JsonMember, by: string): { start: number; end: number; by: string } {
  return { start: found.valueStart, end: found.end, by };
}

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxAnswer, SandboxChoice } from './sandbox.answer.js';
import type { SandboxRequest } from './sandbox.request.js';

/** The same answer at any time: its age tells nothing. */
const CREATED = 1_750_000_000;

export function sendError(response: ServerResponse, status: number, message: string): void {
  const type = status >= 500 ? 'server_error' : status === 429 ? 'requests' : 'invalid_request_error';
  const wait = status === 429 ? { 'retry-after': '1' } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...wait });
  response.end(JSON.stringify({ error: { message, type, param: null, code: null } }));
}

export function sendPlain(response: ServerResponse, request: SandboxRequest, answer: SandboxAnswer): void {
  const body = JSON.stringify({
    id: answer.id,
    object: 'chat.completion',
    created: CREATED,
    model: request.model,
    choices: answer.choices.map((choice, index) => ({
      index,
      message: message(request, answer, choice, index),
      logprobs: null,
      finish_reason: choice.finishReason,
    })),
    ...(answer.usage ? { usage: answer.usage } : {}),
    service_tier: 'default',
    system_fingerprint: 'fp_sandbox',
  });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  if (request.directives.cutAfter === undefined) response.end(body);
  else response.write(body.slice(0, body.length / 2), () => cut(response));
}

/** Ends early when the client goes away. */
export async function sendStream(response: ServerResponse, request: SandboxRequest, answer: SandboxAnswer): Promise<void> {
  const { chunkDelayMs, cutAfter, errorAfter, noDone } = request.directives;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  let sent = 0;
  for (const chunk of chunks(request, answer)) {
    if (sent === cutAfter) return cut(response);
    if (sent === errorAfter)
      return void response.end('data: {"error":{"message":"Rehearsed error","type":"server_error","param":null,"code":"sandbox"}}\n\n');
    if (chunkDelayMs > 0) await sleep(chunkDelayMs);
    if (response.destroyed) return;
    if (!response.write(`data: ${JSON.stringify(chunk)}\n\n`)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    sent += 1;
  }
  // An answer with fewer chunks than the directive names is cut just before its end.
  if (cutAfter !== undefined) return cut(response);
  response.end(noDone ? '' : 'data: [DONE]\n\n');
}

/** What was written still arrives; then the connection ends within the body. */
function cut(response: ServerResponse): void {
  setImmediate(() => response.socket?.end(() => response.destroy()));
}

function* chunks(request: SandboxRequest, answer: SandboxAnswer): Generator<object> {
  const usageNull = request.includeUsage ? { usage: null } : {};
  const chunk = (choices: object[], usage: object) => ({
    id: answer.id,
    object: 'chat.completion.chunk',
    created: CREATED,
    model: request.model,
    service_tier: 'default',
    system_fingerprint: 'fp_sandbox',
    choices,
    ...usage,
  });
  const choice = (index: number, delta: object, finish: string | null = null) =>
    chunk([{ index, delta, logprobs: null, finish_reason: finish }], usageNull);
  for (const [index, { pieces, finishReason }] of answer.choices.entries()) {
    yield choice(index, { role: 'assistant', content: request.tool ? null : '', refusal: null });
    if (request.tool) yield choice(index, { tool_calls: [{ index: 0, ...call(request, answer, index, '') }] });
    for (const piece of pieces)
      yield choice(index, request.tool ? { tool_calls: [{ index: 0, function: { arguments: piece } }] } : { content: piece });
    yield choice(index, {}, finishReason);
  }
  if (request.includeUsage && answer.usage) yield chunk([], { usage: answer.usage });
}

function message(request: SandboxRequest, answer: SandboxAnswer, { pieces }: SandboxChoice, index: number): object {
  const text = pieces.join('');
  if (!request.tool) return { role: 'assistant', content: text, refusal: null, annotations: [] };
  return { role: 'assistant', content: null, refusal: null, tool_calls: [call(request, answer, index, text)] };
}

function call(request: SandboxRequest, answer: SandboxAnswer, index: number, text: string): object {
  return { id: `call_${index}_${answer.id.slice(9, 29)}`, type: 'function', function: { name: request.tool!.name, arguments: text } };
}

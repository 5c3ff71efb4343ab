import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxAnswer } from './sandbox.answer.js';
import type { Dialect } from './sandbox.dialect.js';
import type { SandboxRequest } from './sandbox.request.js';

export function sendError(response: ServerResponse, { error }: Pick<Dialect, 'error'>, status: number, message: string): void {
  const wait = status === 429 ? { 'retry-after': '1' } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...wait });
  response.end(JSON.stringify(error(status, message)));
}

export function sendPlain(response: ServerResponse, content: object, cutAfter?: number): void {
  const body = JSON.stringify(content);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  if (cutAfter === undefined) response.end(body);
  else response.write(body.slice(0, body.length / 2), () => cut(response));
}

/** Ends early when the client goes away. */
export async function sendStream(
  response: ServerResponse,
  dialect: Required<Dialect>,
  request: SandboxRequest,
  answer: SandboxAnswer,
): Promise<void> {
  const { chunkDelayMs, cutAfter, errorAfter, noDone } = request.directives;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  let sent = 0;
  for (const frame of dialect.frames(request, answer)) {
    if (sent === cutAfter) return cut(response);
    if (sent === errorAfter) return void response.end(dialect.errorFrame);
    if (chunkDelayMs > 0) await sleep(chunkDelayMs);
    if (response.destroyed) return;
    if (!response.write(frame)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    sent += 1;
  }
  // An answer with fewer chunks than the directive names is cut just before its end.
  if (cutAfter !== undefined) return cut(response);
  response.end(noDone ? '' : dialect.last(request, answer));
}

/** What was written still arrives; then the connection ends within the body. */
function cut(response: ServerResponse): void {
  setImmediate(() => response.socket?.end(() => response.destroy()));
}

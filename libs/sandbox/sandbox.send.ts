import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { SandboxAnswer } from './sandbox.answer.js';
import type { Dialect } from './sandbox.dialect.js';
import type { SandboxRequest } from './sandbox.request.js';

/** Statuses that say when to try again. */
const WAITS: ReadonlySet<number> = new Set([429, 503, 529]);
/** What came before a break is read apart from it: read together, a caller that waits for a first event would see the break only. */
const BEFORE_BREAK_MS = 50;

export function sendError(
  response: ServerResponse,
  { error }: Pick<Dialect, 'error'>,
  status: number,
  message: string,
  retryAfterSeconds = WAITS.has(status) ? 1 : undefined,
): void {
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  response.writeHead(status, { 'content-type': 'application/json', ...wait });
  response.end(JSON.stringify(error(status, message)));
}

/** Cut or silent: in the middle of its body. */
export function sendPlain(response: ServerResponse, content: object, isCut = false, isSilent = false): void {
  const body = JSON.stringify(content);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  if (isCut) response.write(body.slice(0, body.length / 2), () => cut(response));
  else if (isSilent) response.write(body.slice(0, body.length / 2));
  else response.end(body);
}

/** Says nothing for as long as somebody listens. */
export async function untilLeft(response: ServerResponse): Promise<void> {
  if (!response.destroyed) await once(response, 'close');
}

/** Ends early when the client goes away. */
export async function sendStream(
  response: ServerResponse,
  dialect: Required<Dialect>,
  request: SandboxRequest,
  answer: SandboxAnswer,
): Promise<void> {
  const { firstTokenDelayMs, chunkDelayMs, chunkBytes, silentAfter, cutAfter, errorAfter, errorType, noDone } = request.directives;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  if (firstTokenDelayMs > 0) await sleep(firstTokenDelayMs);
  let sent = 0;
  for (const frame of dialect.frames(request, answer)) {
    if (sent > 0 && (sent === cutAfter || sent === errorAfter)) await sleep(BEFORE_BREAK_MS);
    if (sent === silentAfter) return untilLeft(response);
    if (sent === cutAfter) return cut(response);
    if (sent === errorAfter) return void response.end(dialect.errorFrame(errorType));
    if (chunkDelayMs > 0) await sleep(chunkDelayMs);
    if (!(await write(response, frame, chunkBytes))) return;
    sent += 1;
  }
  // An answer with fewer chunks than the directive names breaks off just before its end.
  if (silentAfter !== undefined) return untilLeft(response);
  if (cutAfter !== undefined) return cut(response);
  if (errorAfter !== undefined) return void response.end(dialect.errorFrame(errorType));
  if (!noDone) await write(response, dialect.last(request, answer), chunkBytes);
  response.end();
}

/** False: nobody listens any more. Small pieces go out one by one, wherever they tear a frame or a character. */
async function write(response: ServerResponse, frame: string, chunkBytes: number): Promise<boolean> {
  const bytes = Buffer.from(frame);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    if (response.destroyed) return false;
    const hasRoom = response.write(bytes.subarray(at, at + chunkBytes));
    if (!hasRoom) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    else if (chunkBytes < bytes.length) await nextTurn();
  }
  return true;
}

/** What was written still arrives; then the connection ends within the body. */
function cut(response: ServerResponse): void {
  setImmediate(() => response.socket?.end(() => response.destroy()));
}

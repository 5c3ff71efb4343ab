import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf } from './sandbox.answer.js';
import { CHAT } from './sandbox.chat.js';
import { COMPLETIONS } from './sandbox.completions.js';
import { CREATED, type Dialect } from './sandbox.dialect.js';
import { EMBEDDINGS } from './sandbox.embeddings.js';
import { MESSAGES } from './sandbox.messages.js';
import { SandboxMemory, type NotKept } from './sandbox.memory.js';
import { parseBody, type Json, type SandboxRequest } from './sandbox.request.js';
import { RESPONSES } from './sandbox.responses.js';
import { sendError, sendPlain, sendStream, untilLeft } from './sandbox.send.js';

export interface Sandbox {
  /** As an OpenAI SDK takes it: `http://127.0.0.1:<port>/v1`. The port is another one at each start. */
  readonly baseUrl: string;
  /** The same without `/v1`, as an Anthropic SDK takes it. */
  readonly origin: string;
  close(): Promise<void>;
}

const MODELS = ['gpt-4.1-mini', 'gpt-4.1', 'claude-sandbox', 'sandbox'];

/**
 * The built-in provider: a real HTTP server on loopback that speaks both protocols, costs nothing and answers the same request with the same bytes.
 * It takes any key and any model, and remembers responses for a while (`sandbox.memory.ts`). docs/sandbox.md tells what can be rehearsed with it.
 */
export async function serveSandbox(): Promise<Sandbox> {
  const memory = new SandboxMemory();
  const server = createServer({ keepAliveTimeout: 60_000, maxHeaderSize: 64 * 1024 }, (request, response) => {
    handle(request, response, memory).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return { baseUrl: `${origin}/v1`, origin, close: () => closeServer(server) };
}

const ROUTES: Readonly<Record<string, Dialect>> = {
  '/v1/chat/completions': CHAT,
  '/v1/completions': COMPLETIONS,
  '/v1/embeddings': EMBEDDINGS,
  '/v1/messages': MESSAGES,
  '/v1/responses': RESPONSES,
};
const COUNT_TOKENS = '/v1/messages/count_tokens';
const FROM_THE_START = -1;

async function handle(request: IncomingMessage, response: ServerResponse, memory: SandboxMemory): Promise<void> {
  const isAnthropic = request.headers['anthropic-version'] !== undefined;
  if (request.method === 'GET' && request.url === '/v1/models') return sendPlain(response, isAnthropic ? ANTHROPIC_MODELS : OPENAI_MODELS);
  const path = request.url ?? '';
  const dialect = path === COUNT_TOKENS ? MESSAGES : ROUTES[path];
  if (request.method !== 'POST' || !dialect) return sendError(response, isAnthropic ? MESSAGES : CHAT, 404, 'Unknown path');
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const sent = parseBody(bytes);
  const recalled = sent && dialect === RESPONSES ? memory.recall(sent) : { body: sent };
  if ('error' in recalled) return sendNotKept(response, recalled);
  const read = recalled.body && dialect.read(recalled.body);
  if (!read) return sendError(response, dialect, 400, `This is no request for ${path}`);
  if (read.complaint !== undefined) return sendError(response, dialect, 400, read.complaint);
  if (path === COUNT_TOKENS) return sendPlain(response, { input_tokens: read.promptTokens });
  const keep = (answered: object) => (sent && dialect === RESPONSES ? memory.keep(sent, answered as Json) : undefined);
  await answer(response, dialect, read, bytes, keep);
}

function sendNotKept(response: ServerResponse, { status, error }: NotKept): void {
  sendError(response, { error: () => ({ error }) }, status, error.message);
}

async function answer(
  response: ServerResponse,
  dialect: Dialect,
  request: SandboxRequest,
  bytes: Buffer,
  keep: (answered: object) => void,
): Promise<void> {
  const { delayMs, silentAfter, status, retryAfterSeconds, cutAfter } = request.directives;
  if (silentAfter === FROM_THE_START) return untilLeft(response);
  if (delayMs > 0) await sleep(delayMs);
  if (status !== undefined) return sendError(response, dialect, status, `Rehearsed status ${status}`, retryAfterSeconds);
  const answered = answerOf(bytes, request);
  response.setHeader(dialect === MESSAGES ? 'request-id' : 'x-request-id', `sandbox-${answered.id}`);
  if (dialect !== MESSAGES) response.setHeader('openai-processing-ms', String(delayMs));
  const { frames, last } = dialect;
  const whole = dialect.plain(request, answered);
  keep(whole);
  if (request.stream && frames && last) await sendStream(response, { ...dialect, frames, last }, request, answered);
  else sendPlain(response, whole, cutAfter !== undefined, silentAfter !== undefined);
}

const OPENAI_MODELS = { object: 'list', data: MODELS.map((id) => ({ id, object: 'model', created: CREATED, owned_by: 'sandbox' })) };
const ANTHROPIC_MODELS = {
  data: MODELS.map((id) => ({ type: 'model', id, display_name: id, created_at: new Date(CREATED * 1_000).toISOString() })),
  has_more: false,
  first_id: MODELS[0],
  last_id: MODELS.at(-1),
};

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf } from './sandbox.answer.js';
import { sendError, sendPlain, sendStream } from './sandbox.chat.js';
import { readSandboxRequest } from './sandbox.request.js';

export interface Sandbox {
  /** As an OpenAI SDK takes it: `http://127.0.0.1:<port>/v1`. The port is another one at each start. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

const MODELS = ['gpt-4.1-mini', 'gpt-4.1', 'sandbox'];

/**
 * The built-in provider: a real HTTP server on loopback that speaks OpenAI's protocol, costs nothing and answers the same request with the same bytes.
 * It takes any key and any model. `sandbox.directives.ts` lists what can be rehearsed with it.
 */
export async function startSandbox(): Promise<Sandbox> {
  const server = createServer({ keepAliveTimeout: 60_000, maxHeaderSize: 64 * 1024 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, close: () => closeServer(server) };
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/v1/models') return sendModels(response);
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return sendError(response, 404, 'Unknown path');
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const chat = readSandboxRequest(bytes);
  if (!chat) return sendError(response, 400, 'Not a chat request');
  const { delayMs, status } = chat.directives;
  if (delayMs > 0) await sleep(delayMs);
  if (status !== undefined) return sendError(response, status, `Rehearsed status ${status}`);
  const answer = answerOf(bytes, chat);
  response.setHeader('x-request-id', `sandbox-${answer.id.slice(9)}`);
  response.setHeader('openai-processing-ms', String(delayMs));
  if (chat.stream) await sendStream(response, chat, answer);
  else sendPlain(response, chat, answer);
}

function sendModels(response: ServerResponse): void {
  const data = MODELS.map((id) => ({ id, object: 'model', created: 1_750_000_000, owned_by: 'sandbox' }));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

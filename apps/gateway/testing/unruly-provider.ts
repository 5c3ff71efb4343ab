import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';

const JSON_TYPE = { 'content-type': 'application/json' };
const SSE = { 'content-type': 'text/event-stream' };
const chunk = (more: object): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', ...more })}\n\n`;
const delta = (content: string): string => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
const END = chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) + chunk({ choices: [], usage }) + 'data: [DONE]\n\n';
const answerOf = (content: string): string => {
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  return JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'm', choices, usage });
};

type Manner = (response: ServerResponse, isStream: boolean) => void;

/** How a provider answers; those that never end write as fast as they are read. */
const MANNERS = {
  whole: (response, isStream) => {
    response.writeHead(200, isStream ? SSE : JSON_TYPE).end(isStream ? delta('Hello') + END : answerOf('Hello'));
  },
  'a large answer': (response) => void response.writeHead(200, JSON_TYPE).end(answerOf('x'.repeat(2 ** 20))),
  silent: () => undefined,
  'silent behind its headers': (response, isStream) => response.writeHead(200, isStream ? SSE : JSON_TYPE).flushHeaders(),
  'silent within its answer': (response, isStream) =>
    void response.writeHead(200, isStream ? SSE : JSON_TYPE).write(isStream ? delta('Half') : '{'),
  'broken off': (response, isStream) => {
    response.writeHead(200, isStream ? SSE : JSON_TYPE).write(isStream ? delta('Half') : '{', () => response.socket?.resetAndDestroy());
  },
  'a fault': (response) => void response.writeHead(500, JSON_TYPE).end('{"error":{"message":"No"}}'),
  'a refusal': (response) => void response.writeHead(400, JSON_TYPE).end('{"error":{"message":"No"}}'),
  'text without end': (response) => pour(response.writeHead(200, SSE), delta('x'.repeat(4_000))),
  'comments without end': (response) => {
    response.writeHead(200, SSE).write(delta('A'));
    pour(response, `: ${'x'.repeat(4_000)}\n\n`);
  },
  'an event without end': (response) => {
    response.writeHead(200, SSE).write('data: ');
    pour(response, 'x'.repeat(65_536));
  },
  'a body without end': (response) => pour(response.writeHead(200, JSON_TYPE), 'x'.repeat(65_536)),
  'informational answers without end': ({ socket }) => pour(socket!, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(100)),
  'a fault without end': (response) => pour(response.writeHead(500, JSON_TYPE), 'x'.repeat(65_536)),
  'a stream behind its end': (response) => {
    response.writeHead(200, SSE).write(delta('Hello') + END);
    pour(response, `: ${'x'.repeat(4_000)}\n\n`);
  },
  'little that becomes much': (response, isStream) => {
    const bytes = gzipSync(isStream ? delta('x'.repeat(4_000)).repeat(5_000) : Buffer.alloc(20 * 2 ** 20, 'x'));
    response.writeHead(200, { ...(isStream ? SSE : JSON_TYPE), 'content-encoding': 'gzip' }).end(bytes);
  },
} satisfies Readonly<Record<string, Manner>>;

export type MannerName = keyof typeof MANNERS;
export const MANNER_NAMES = Object.keys(MANNERS) as readonly MannerName[];
/** What never ends by itself, and fast. */
export const WITHOUT_END: readonly MannerName[] = MANNER_NAMES.filter((name) => name.endsWith('without end') || name.endsWith('much'));

let written = 0;

function pour(response: Writable, piece: string): void {
  const more = (): void => {
    while (!response.destroyed) {
      written += piece.length;
      if (!response.write(piece)) return;
    }
  };
  response.on('drain', more);
  more();
}

export interface UnrulyProvider {
  readonly baseUrl: string;
  /** Calls whose answers have not ended. */
  readonly open: () => number;
  /** Bytes that were poured into sockets since it was last asked. */
  readonly poured: () => number;
  readonly stop: () => void;
}

/** A provider of OpenAI's protocol that answers in the manner of its model's name. */
export async function startUnrulyProvider(): Promise<UnrulyProvider> {
  let open = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    open += 1;
    response.on('close', () => (open -= 1)).on('error', () => undefined);
    request.on('error', () => undefined).on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { model, stream } = JSON.parse(Buffer.concat(parts).toString()) as { model: MannerName; stream?: boolean };
      MANNERS[model](response, stream === true);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    open: () => open,
    poured: () => {
      const bytes = written;
      written = 0;
      return bytes;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Protocol } from '../payloads/payload.js';
import { PATHS } from './exchange.js';
import { PLAIN_ANSWERS, streamedAnswer, type StreamedAnswer } from '../payloads/provider-answers.js';

/**
 * A provider of both protocols, in a process of its own. The path says how it streams: `/first-300/v1/…` answers its first token after 300 ms and
 * the rest at once, `/deltas-200/v1/…` sends 200 deltas as fast as they are taken, each in a write of its own, `/silent/v1/…` says no more than its
 * first token.
 */
const SOME_DELTAS = 8;
const answers = new Map<string, StreamedAnswer>();

createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => answer(request, response, Buffer.concat(parts)));
})
  .on('connection', (socket) => socket.setNoDelay(true))
  .listen({ port: Number(process.env['PORT']), host: '127.0.0.1', backlog: 8_192 });

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const [, script = '', kind = '', amount = '0', route] = /^\/((first|deltas|silent)(?:-(\d+))?)(\/.*)$/.exec(request.url ?? '') ?? [];
  const protocol: Protocol | undefined = route === PATHS.chat ? 'openai' : route === PATHS.messages ? 'anthropic' : undefined;
  if (protocol === undefined) return void response.writeHead(404).end();
  if (!body.includes('"stream":true')) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(PLAIN_ANSWERS[protocol]);
    return;
  }
  const key = `${script} ${protocol}`;
  const answered = answers.get(key) ?? streamedAnswer(protocol, kind === 'deltas' ? Number(amount) : SOME_DELTAS);
  answers.set(key, answered);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  if (kind === 'silent') response.write(answered.first);
  else if (kind === 'first' && amount !== '0') setTimeout(() => sendAtOnce(response, answered), Number(amount));
  else if (kind === 'first') sendAtOnce(response, answered);
  else void sendOneByOne(response, [answered.first, ...answered.deltas, ...answered.end]);
}

function sendAtOnce(response: ServerResponse, { first, deltas, end }: StreamedAnswer): void {
  response.write(first);
  setImmediate(() => response.end([...deltas, ...end].join('')));
}

/** A turn of the event loop for each event: what is written in one turn leaves as one piece. */
async function sendOneByOne(response: ServerResponse, events: readonly string[]): Promise<void> {
  for (const event of events) {
    if (response.destroyed) return;
    const hasRoom = response.write(event);
    await new Promise<void>((resolve) => (hasRoom ? setImmediate(resolve) : response.once('drain', resolve).once('close', resolve)));
  }
  response.end();
}

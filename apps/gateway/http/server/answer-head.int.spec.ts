import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { answerWhole, beginAnswer } from './answer-head.js';
import { chunkOf } from '../../inference/exchange/client-connection.js';
import { ClientMessage } from './client-message.js';

const STANDING = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
const CLOSING = { ...STANDING, connection: 'close' };
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

interface Answer {
  readonly isStream?: true;
  readonly standing: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  usual: { standing: STANDING, headers: { 'x-request-id': 'req_1', 'content-type': 'application/json' }, body: Buffer.from('{"a":"ü€"}') },
  bytes: { standing: STANDING, headers: { 'x-name': 'caf\u00e9 \t~' }, body: EVERY_BYTE },
  empty: { standing: STANDING, headers: {}, body: Buffer.alloc(0) },
  large: { standing: STANDING, headers: {}, body: Buffer.alloc(300_000, EVERY_BYTE) },
  broken: { standing: STANDING, headers: { 'x-name': 'a\r\nx-other: b' }, body: Buffer.from('x') },
  misnamed: { standing: STANDING, headers: { 'x name': 'a' }, body: Buffer.from('x') },
  stream: { isStream: true, standing: STANDING, headers: { 'content-type': 'text/event-stream' }, body: EVERY_BYTE },
  closing: { standing: CLOSING, headers: { 'x-request-id': 'req_2' }, body: Buffer.from('x') },
};

/** As Node would say the same. */
function answerByNode(response: ServerResponse, { isStream, standing, headers, body }: Answer): void {
  if (!isStream) return void response.writeHead(200, { ...standing, ...headers, 'content-length': String(body.length) }).end(body);
  response.writeHead(200, { ...standing, ...headers }).write(body);
  response.end();
}

function answerByUs(response: ServerResponse, { isStream, standing, headers, body }: Answer): void {
  if (!isStream) return answerWhole(response, 200, standing, headers, body);
  const isFramed = beginAnswer(response, 200, standing, headers);
  response.write(isFramed ? chunkOf(body, false) : body);
  response.end(isFramed ? chunkOf(Buffer.alloc(0), true) : undefined);
}

describe('an answer whose head we write', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer({ IncomingMessage: ClientMessage, keepAliveTimeout: 72_000 }, (request, response) => {
      const [, by, name] = (request.url ?? '').split('/');
      const answer = ANSWERS[name ?? '']!;
      // Behind each other, as answers come that providers have given.
      setImmediate(() => {
        try {
          if (by === 'node') answerByNode(response, answer);
          else answerByUs(response, answer);
        } catch (fault) {
          response.writeHead(500).end((fault as { readonly code: string }).code);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** What comes back for these bytes until there is as much as is `wanted`, or the other side has ended it. */
  function sent(bytes: string, wanted: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      let text = '';
      const end = (): void => {
        socket.destroy();
        resolve(text.replace(/^Date: .*$/gm, 'Date:'));
      };
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        if (text.length >= wanted) setImmediate(end);
      });
      socket.on('end', end).on('error', reject).write(bytes);
    });
  }

  const request = (by: string, name: string, version: string, more = '') =>
    `POST /${by}/${name} HTTP/${version}\r\nhost: a\r\n${more}content-length: 2\r\n\r\n{}`;

  const bothWays = async (make: (by: string) => string): Promise<readonly [string, string]> => {
    const nodes = await sent(make('node'), Infinity);
    return [nodes, await sent(make('ours'), nodes.length)];
  };

  it.each([
    ...Object.keys(ANSWERS).map((name) => [name, '1.1', 'connection: close\r\n'] as const),
    ...Object.keys(ANSWERS).map((name) => [name, '1.0', ''] as const),
  ])('is the one that Node writes, to the byte, where the connection ends behind it: %s, %s %j', async (name, version, more) => {
    const [nodes, ours] = await bothWays((by) => request(by, name, version, more));
    expect(nodes).toMatch(/^HTTP\/1\.1 (?:100 Continue\r\n\r\nHTTP\/1\.1 )?(?:200|500) OK\r\n/);
    expect(ours).toBe(nodes);
  });

  it.each(Object.keys(ANSWERS).flatMap((name) => ['', 'expect: 100-continue\r\n'].map((more) => [name, more] as const)))(
    'is the one that Node writes where it goes on, and the next one stands behind it: %s %j',
    async (name, more) => {
      const [nodes, ours] = await bothWays((by) => request(by, name, '1.1', more) + request(by, 'closing', '1.1'));
      expect(nodes).toMatch(/^HTTP\/1\.1 (?:100 Continue\r\n\r\nHTTP\/1\.1 )?(?:200|500) OK\r\n/);
      expect(ours).toBe(nodes);
    },
  );

  it('is the one that Node writes for HTTP/1.0 that keeps its connection', async () => {
    const [nodes, ours] = await bothWays((by) => request(by, 'usual', '1.0', 'connection: keep-alive\r\n') + request(by, 'closing', '1.0'));
    expect(ours).toBe(nodes);
  });
});

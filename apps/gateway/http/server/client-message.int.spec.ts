import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { ClientMessage } from './client-message.js';

const POST = 'POST / HTTP/1.1\r\nhost: a\r\n';

/** What is told of a body, in order. */
class Told {
  readonly events: string[] = [];
  chunk(bytes: Buffer): void {
    this.events.push(bytes.toString('latin1'));
  }
  end(): void {
    this.events.push('end');
  }
  failed(error: Error): void {
    this.events.push(`failed ${error.message}`);
  }
  get text(): string {
    return this.events.filter((each) => each !== 'end').join('');
  }
}

describe('a body that goes straight from the parser', () => {
  let server: Server;
  let taken: ((message: ClientMessage, isTaken: boolean, told: Told) => void) | undefined;
  beforeAll(async () => {
    server = createServer({ IncomingMessage: ClientMessage }, (request: IncomingMessage, response) => {
      const message = request as ClientMessage;
      const told = new Told();
      const isTaken = message.takenBy({
        chunk: (bytes) => told.chunk(bytes),
        failed: (error) => told.failed(error),
        end: () => {
          told.end();
          response.end(told.text);
        },
      });
      taken?.(message, isTaken, told);
      if (!isTaken) response.end('as a stream');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => (taken = undefined));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const opened = (): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => resolve(socket));
    });
  const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4);
  const answered = async (...pieces: readonly string[]): Promise<string> => {
    const socket = await opened();
    const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bodyOf(bytes.toString('latin1')))));
    for (const piece of pieces) {
      socket.write(piece, 'latin1');
      await new Promise((resolve) => setImmediate(resolve));
    }
    return answer.finally(() => socket.destroy());
  };

  it('is told whole, in one piece or in several, and where it is empty', async () => {
    expect(await answered(`${POST}content-length: 5\r\n\r\nhello`)).toBe('hello');
    expect(await answered(`${POST}content-length: 5\r\n\r\n`, 'he', 'llo')).toBe('hello');
    expect(await answered(`${POST}transfer-encoding: chunked\r\n\r\n2\r\nhe\r\n`, '3\r\nllo\r\n0\r\n\r\n')).toBe('hello');
    expect(await answered(`${POST}content-length: 0\r\n\r\n`)).toBe('');
  });

  it('belongs to its own request where several come at once', async () => {
    const socket = await opened();
    const each = (body: string) => `${POST}content-length: ${body.length}\r\n\r\n${body}`;
    let text = '';
    const all = new Promise<void>((resolve) => socket.on('data', (bytes) => (text += bytes.toString()).includes('third') && resolve()));
    socket.write(each('first') + each('second') + each('third'));
    await all.finally(() => socket.destroy());
    expect(text.match(/first|second|third/g)).toEqual(['first', 'second', 'third']);
  });

  it('is read as a stream by whoever waits to be told to send it, and by who comes late', async () => {
    const socket = await opened();
    const isTaken = new Promise<boolean>((resolve) => (taken = (_message, is) => resolve(is)));
    socket.write(`${POST}expect: 100-continue\r\ncontent-length: 5\r\n\r\n`);
    expect(await isTaken.finally(() => socket.destroy())).toBe(false);
    const again = new Promise<boolean>((resolve) => {
      taken = (message) => setImmediate(() => resolve(message.takenBy(new Told())));
    });
    await answered(`${POST}content-length: 5\r\n\r\nhello`);
    expect(await again).toBe(false);
  });

  it('fails once where its connection breaks', async () => {
    const socket = await opened();
    const broken = new Promise<Told>((resolve) => {
      taken = (message, _is, told) => message.once('close', () => resolve(told));
    });
    socket.write(`${POST}content-length: 5\r\n\r\nhe`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect((await broken).events).toEqual(['he', 'failed aborted']);
  });

  it('is thrown away where nobody wants the rest, which is known when it has come', async () => {
    const socket = await opened();
    const closed = new Promise<Told>((resolve) => {
      taken = (message, _is, told) => {
        message.once('close', () => resolve(told));
        message.leave();
      };
    });
    socket.write(`${POST}content-length: 200000\r\n\r\n${'x'.repeat(200_000)}`);
    expect((await closed.finally(() => socket.destroy())).events).toEqual([]);
  });
});

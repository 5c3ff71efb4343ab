import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { CERTIFICATE, PRIVATE_KEY } from './tls.fixture.js';

/** What a server does with each whole request: `nth` counts those of all connections from 1. */
export type Script = (socket: Socket, nth: number, request: string) => void;

/** A server below HTTP: it writes what the script says, byte for byte. */
export class RawServer {
  readonly sockets: Socket[] = [];
  readonly requests: string[] = [];
  readonly names: (string | false | null)[] = [];

  private constructor(
    private readonly server: Server,
    readonly scheme: 'http' | 'https',
  ) {}

  static async start(script: Script, { isTls = false, wholeRequests = true } = {}): Promise<RawServer> {
    const server = isTls ? createTlsServer({ cert: CERTIFICATE, key: PRIVATE_KEY, ALPNProtocols: ['http/1.1'] }) : createServer();
    const raw = new RawServer(server, isTls ? 'https' : 'http');
    server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => raw.serve(socket, script, wholeRequests));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return raw;
  }

  url(host = '127.0.0.1'): string {
    return `${this.scheme}://${host}:${(this.server.address() as AddressInfo).port}/v1/chat?a=b`;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  /** Without `wholeRequests` the script hears of a request once its head has come, and nothing more is read. */
  private serve(socket: Socket, script: Script, wholeRequests: boolean): void {
    this.sockets.push(socket);
    this.names.push((socket as TLSSocket).servername ?? null);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (;;) {
        const end = text.indexOf('\r\n\r\n') + 4;
        if (end < 4) return;
        const bodyBytes = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0);
        const whole = wholeRequests ? end + bodyBytes : end;
        if (text.length < whole) return;
        if (!wholeRequests) socket.pause();
        const request = text.slice(0, whole);
        text = wholeRequests ? text.slice(whole) : '';
        script(socket, this.requests.push(request), request);
      }
    });
  }
}

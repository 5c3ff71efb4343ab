import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Behaviour = (response: ServerResponse, seen: Seen) => void;

/** Something that listens where a gateway would: it tells its name, unless a test has it do otherwise. */
export class StandIn {
  readonly seen: Seen[] = [];
  behave: Behaviour = (response) => response.end(this.name);

  private constructor(
    readonly name: string,
    private readonly server: Server,
  ) {
    server.on('request', (request, response) => void this.#take(request, response));
  }

  /** On an address of its own in the loopback net: all gateways have the same port. */
  static async start(address: string, port: number): Promise<StandIn> {
    const server = createServer();
    const standIn = new StandIn(address, server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve));
    return standIn;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    this.seen.push(seen);
    this.behave(response, seen);
  }
}

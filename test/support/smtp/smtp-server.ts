import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail as it arrived. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** The text, decoded. */
  readonly text: string;
  /** Everything behind DATA, as it came. */
  readonly raw: string;
}

/** As much of SMTP (RFC 5321) as a client needs to hand on a mail: a real server on loopback that keeps what it gets. */
export class SmtpServer {
  readonly received: Received[] = [];
  /** Answers to the next `RCPT TO`s, before any is taken. */
  readonly refusals: string[] = [];
  readonly #sockets = new Set<Socket>();
  #waiting: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmtpServer> {
    const server = createServer();
    const smtp = new SmtpServer(server);
    server.on('connection', (socket) => smtp.#talk(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The first that fits, taken away; waits for it. The test's own time limit ends the waiting. */
  async take(fits: (mail: Received) => boolean): Promise<Received> {
    for (;;) {
      const index = this.received.findIndex(fits);
      const [found] = index < 0 ? [] : this.received.splice(index, 1);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #talk(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    let text = '';
    let mail: { from: string; to: string[]; data: boolean } = { from: '', to: [], data: false };
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const take = (line: string): void => {
      const [, verb = '', rest = ''] = /^(\w+)\s*(.*)$/.exec(line) ?? [];
      switch (verb.toUpperCase()) {
        case 'EHLO':
          return say('250-test.example\r\n250 8BITMIME');
        case 'MAIL':
          mail = { from: addressIn(rest), to: [], data: false };
          return say('250 ok');
        case 'RCPT': {
          const refusal = this.refusals.shift();
          if (refusal === undefined) mail.to.push(addressIn(rest));
          return say(refusal ?? '250 ok');
        }
        case 'DATA':
          mail.data = true;
          return say('354 go on');
        case 'QUIT':
          say('221 bye');
          return void socket.end();
        default:
          return say('250 ok');
      }
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      for (;;) {
        const end = text.indexOf(mail.data ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = text.slice(0, end);
        text = text.slice(end + (mail.data ? 5 : 2));
        if (!mail.data) take(part);
        else {
          this.#keep(mail, part.replace(/^\.\./gm, '.'));
          mail = { from: '', to: [], data: false };
          say('250 taken');
        }
      }
    });
    say('220 test.example');
  }

  #keep({ from, to }: { readonly from: string; readonly to: readonly string[] }, raw: string): void {
    const [head = '', ...body] = raw.split('\r\n\r\n');
    const heads = head.replace(/\r\n[ \t]+/g, ' ');
    const encoding = /^content-transfer-encoding: *(\S+)/im.exec(heads)?.[1] ?? '7bit';
    const subject = /^subject: *(.*)$/im.exec(heads)?.[1] ?? '';
    this.received.push({ from, to, subject: decodedWords(subject), text: decoded(body.join('\r\n\r\n'), encoding), raw });
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

const addressIn = (text: string): string => /<([^>]*)>/.exec(text)?.[1] ?? '';

function decoded(body: string, encoding: string): string {
  const plain = body.replaceAll('\r\n', '\n');
  if (/base64/i.test(encoding)) return Buffer.from(plain, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  return /quoted-printable/i.test(encoding) ? quoted(plain.replace(/=\n/g, '')) : plain;
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** RFC 2047. */
function decodedWords(text: string): string {
  const words = text.replace(/\?=\s+=\?/g, '?==?');
  return words.replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_whole, kind: string, word: string) =>
    kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString('utf8') : quoted(word.replaceAll('_', ' ')),
  );
}

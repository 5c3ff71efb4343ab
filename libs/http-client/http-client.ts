import type { AnswerHandler } from './answer-handler.js';
import { Call } from './call.js';
import { HttpFault } from './http-fault.js';
import { Origin, type OriginOptions } from './origin.js';

/** Where calls go, with all of their head that is the same each time. */
export interface Target {
  readonly origin: Origin;
  readonly head: string;
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Posts over HTTP/1.1, plain or in TLS, on connections that are kept. Nothing that has been written is tried again. */
export class HttpClient {
  private readonly origins = new Map<string, Origin>();
  private isClosed = false;

  constructor(private readonly options: OriginOptions) {}

  /** `headers`: of every call, name and value in turn. Throws an `HttpFault` for what is no header, and for another scheme. */
  target(url: URL, headers: readonly string[]): Target {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new HttpFault('BAD_REQUEST', url.protocol);
    const line = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\n`;
    return { origin: this.originOf(url), head: line + fields(headers) };
  }

  ask(target: Target, headers: readonly string[], body: Buffer, handler: AnswerHandler): void {
    const call = new Call(`${target.head}${fields(headers)}content-length: ${body.length}\r\n\r\n`, body, handler);
    if (this.isClosed) call.fail(new HttpFault('CLIENT_CLOSED'));
    else target.origin.ask(call);
  }

  /** Waits for the calls under way, or cuts them. */
  async close({ cut = false } = {}): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.origins.values()].map((origin) => origin.close(cut)));
  }

  private originOf(url: URL): Origin {
    let known = this.origins.get(url.origin);
    if (!known) this.origins.set(url.origin, (known = new Origin(url, this.options)));
    return known;
  }
}

function fields(headers: readonly string[]): string {
  let text = '';
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at] as string;
    const value = headers[at + 1] as string;
    if (!NAME.test(name) || !VALUE.test(value)) throw new HttpFault('BAD_REQUEST', name);
    text += `${name}: ${value}\r\n`;
  }
  return text;
}

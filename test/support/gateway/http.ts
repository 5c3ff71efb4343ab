import { Agent, request as send, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { heard } from './declared-answers.js';
import { remember } from './declared-events.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: <T = Record<string, unknown>>() => T;
}

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sees the request before it is answered: to go away in the middle. */
  readonly onSent?: (request: ClientRequest) => void;
  readonly onChunk?: (text: string, request: ClientRequest) => void;
}

/** As many connections as there are requests: a test of 1,000 at once is one. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Resolves only with an answer that came whole: a body that was cut short rejects, as it does in any honest client. */
export function call({ method, url, headers = {}, body, onSent, onChunk }: Call): Promise<Answer> {
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      agent,
      headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    request.on('response', (response) => {
      remember(response.headers['x-request-id'], method, url);
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        onChunk?.(chunk, request);
      });
      response.on('error', reject);
      response.on('close', () => {
        if (!response.complete) return reject(new Error('The answer was cut short'));
        const { statusCode: status = 0, headers: received } = response;
        heard(url, { method, status, type: received['content-type'] ?? '', text });
        resolve({ status, headers: received, text, json: <T>() => JSON.parse(text) as T });
      });
    });
    request.on('error', reject);
    onSent?.(request);
    request.end(payload);
  });
}

/** Connections of a gateway that was killed would fail the first requests to the next one. */
export function dropConnections(): void {
  agent.destroy();
}

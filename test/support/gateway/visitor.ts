import { call, type Answer } from './http.js';

type Headers = Readonly<Record<string, string>>;

/** A browser at the gateway's own pages: it keeps the session's cookie and names its origin, as browsers do. */
export class Visitor {
  #cookie: string | undefined;

  constructor(
    private readonly url: string,
    private readonly headers: Headers = {},
  ) {}

  get isSignedIn(): boolean {
    return this.#cookie !== undefined;
  }

  async send(method: string, path: string, body?: unknown, more: Headers = {}): Promise<Answer> {
    const cookie = this.#cookie === undefined ? {} : { cookie: this.#cookie };
    const headers = { 'sec-fetch-site': 'same-origin', ...cookie, ...this.headers, ...more };
    const answer = await call({ method, url: this.url + path, headers, body });
    const [set] = answer.headers['set-cookie'] ?? [];
    if (set !== undefined) this.#cookie = /Max-Age=0/.test(set) ? undefined : set.split(';')[0];
    return answer;
  }

  async signIn(email: string, password: string): Promise<Answer> {
    return this.send('POST', '/session', { email, password });
  }
}

/** Status and code, for whoever expects a refusal. */
export function refusalOf(answer: Answer): readonly [status: number, code: unknown] {
  return [answer.status, answer.text === '' ? undefined : answer.json()['code']];
}

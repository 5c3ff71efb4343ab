/** The gateway's HTTP API as docs/administration.md shows it, as far as the bench uses it. */
export class TokenokApi {
  constructor(
    readonly origin: string,
    private readonly bearer: string,
  ) {}

  as(bearer: string): TokenokApi {
    return new TokenokApi(this.origin, bearer);
  }

  get<T>(path: string): Promise<T> {
    return this.#call<T>('GET', path);
  }

  write<T>(method: 'PUT' | 'POST', path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.#call<T>(method, path, body, headers);
  }

  /** 503 with a `retry-after` is an answer that is not there yet: it is asked for again for a minute. */
  async #call<T>(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<T> {
    const deadline = performance.now() + 60_000;
    for (;;) {
      const response = await fetch(`${this.origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.bearer}`, ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text) as T;
      const mayRetry = response.status === 503 && response.headers.has('retry-after') && performance.now() < deadline;
      if (!mayRetry) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 400)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** What clients put before their own path when their base URL lacks `/v1`, has it twice, or is that of another gateway. */
const MEANT =
  /^\/+(?:(?:v1|api|openai|anthropic)\/+)*(chat\/completions|completions|responses|embeddings|messages(?:\/count_tokens)?|models(?:\/[^/].*)?)\/*$/;

/** The path under `/v1` that a client was after whose base URL is wrong; undefined for every path that is none of those, or right. */
export function meantPath(url: string): string | undefined {
  const path = pathOf(url);
  const [, route] = MEANT.exec(path) ?? [];
  return route === undefined || path === `/v1/${route}` ? undefined : `/v1/${route}`;
}

/** How a base URL would be right under which this path was asked for. `root`: ours, without `/v1`. */
export function baseUrlHint(url: string, meant: string, root: string): string {
  const isCalled = `so that the call goes to ${root}${meant}`;
  const isTwice = /\/v1\/+(?:.*\/)?v1\//.test(pathOf(url));
  if (!isTwice) return `the base URL must be ${root}/v1, ${isCalled}`;
  if (meant.startsWith('/v1/messages')) return `the base URL must be ${root}, because this client adds /v1 by itself, ${isCalled}`;
  return `the base URL has one /v1 too many: it must be ${root}/v1, or ${root} where the client adds /v1 by itself, ${isCalled}`;
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

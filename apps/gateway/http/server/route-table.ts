import type { FastifyInstance, FastifyRequest } from 'fastify';
import { baseUrlHint, meantPath } from '../errors/meant-path.js';
import { HttpRefusal } from '../errors/refusal.js';

/** Every route that was registered, so that a known path with another method is a 405 and says what is allowed. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();
  #patterns: readonly { readonly pattern: RegExp; readonly methods: ReadonlySet<string>; readonly vague: number }[] | undefined;

  /** Call it before the first route is added. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      const methods = this.#methods.get(url) ?? new Set<string>();
      for (const each of Array.isArray(method) ? method : [method]) methods.add(each);
      this.#methods.set(url, methods);
      this.#patterns = undefined;
    });
  }

  /** Methods of the route that names the path most closely, as the document has them: `/me/people/invitations` is nobody's id. Empty where none does. */
  allowed(path: string): readonly string[] {
    this.#patterns ??= [...this.#methods].map(([url, methods]) => ({ pattern: patternOf(url), methods, vague: vaguenessOf(url) }));
    const matching = this.#patterns.filter(({ pattern }) => pattern.test(path));
    const closest = Math.min(...matching.map(({ vague }) => vague));
    const allowed = matching.filter(({ vague }) => vague === closest).flatMap(({ methods }) => [...methods]);
    return [...new Set(allowed)].sort();
  }
}

/** Parts that may be anything, a rest of any length before all. */
const vaguenessOf = (url: string): number => (url.includes('*') ? 1_000 : 0) + (url.match(/:[A-Za-z_]/g)?.length ?? 0);

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replace(/:[A-Za-z_]\w*/g, '[^/]+')}/?$`);
}

/** A request that no route takes: what it should hear, before its body is read. `publicUrl`: by which people reach us, where that is known. */
export function refuseUnrouted(routes: RouteTable, request: FastifyRequest, publicUrl: URL | undefined): HttpRefusal {
  const path = (request.raw.url ?? '/').split('?', 1)[0] ?? '/';
  const allowed = routes.allowed(path);
  // A path that differs by a slash at its end is none, whatever the method.
  if (allowed.length === 0 || allowed.includes(request.method)) {
    const meant = meantPath(path);
    const hint = meant === undefined ? '' : `: ${baseUrlHint(path, meant, rootFor(request, publicUrl))}`;
    return new HttpRefusal('NOT_FOUND', { message: `There is nothing at ${request.method} ${path}${hint}` });
  }
  const message = `${path} takes ${allowed.join(', ')}, not ${request.method}`;
  return new HttpRefusal('METHOD_NOT_ALLOWED', { message, headers: { allow: allowed.join(', ') } });
}

/** Told to whoever asked, and to nobody else: so a host of the request's own may stand in it. */
function rootFor({ headers, protocol }: FastifyRequest, publicUrl: URL | undefined): string {
  if (publicUrl) return publicUrl.href.replace(/\/+$/, '');
  const isOverTls = protocol === 'https' || /^https\b/i.test(String(headers['x-forwarded-proto'] ?? ''));
  return headers.host === undefined ? '' : `${isOverTls ? 'https' : 'http'}://${headers.host}`;
}

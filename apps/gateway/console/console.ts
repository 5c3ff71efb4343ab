import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpRefusal } from '../http/errors/refusal.js';
import { consolePage } from './console.page.js';

/** Where the build puts it, beside our own code: as compiled, and as tests run the sources. */
const FOLDERS = [join(import.meta.dirname, '../../../console'), join(import.meta.dirname, '../../../dist/console')];
const ASSET = /^[\w-]+([.][\w-]+)*[.](js|css|svg|json)$/;

/**
 * `/console`: one page for every address below it, and its parts, whose names change with what is in them. `/` leads there, below the
 * path of `TOKENOK_PUBLIC_URL`.
 */
export function serveConsole(fastify: FastifyInstance, publicUrl: URL | undefined): void {
  const folder = FOLDERS.find((each) => existsSync(join(each, 'index.html')));
  const home = `${(publicUrl?.pathname ?? '').replace(/\/+$/, '')}/console`;
  fastify.get('/', (_request, reply) => reply.redirect(home, 302));
  const page = pageOf(folder);
  for (const path of ['/console', '/console/*'])
    fastify.get(path, ({ raw }, reply) => {
      const { html, headers } = page((raw.url ?? '').split('?', 1)[0] ?? '');
      return reply.headers(headers).send(html);
    });
  if (folder !== undefined) serveAssets(fastify, join(folder, 'assets'));
}

function pageOf(folder: string | undefined): (path: string) => ReturnType<typeof consolePage> {
  let template: string | undefined;
  return (path) => {
    if (folder === undefined) throw new HttpRefusal('NOT_FOUND', { message: 'The console was not built: npm run build' });
    template ??= readFileSync(join(folder, 'index.html'), 'utf8');
    return consolePage(template, path);
  };
}

/** As compressed as the browser takes them; for good, since other content has another name. */
function serveAssets(fastify: FastifyInstance, root: string): void {
  void fastify.register((assets, _options, done) => {
    assets.addHook('onRequest', ({ params }, reply, next) => {
      const { '*': name } = params as { readonly '*': string };
      if (!ASSET.test(name) || !existsSync(join(root, name)))
        return next(new HttpRefusal('NOT_FOUND', { message: 'The console has no such part' }));
      void reply.header('vary', 'accept-encoding');
      next();
    });
    void assets.register(fastifyStatic, {
      root,
      prefix: '/console/assets/',
      index: false,
      decorateReply: false,
      acceptRanges: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
    });
    done();
  });
}

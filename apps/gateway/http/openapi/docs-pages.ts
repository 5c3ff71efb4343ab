import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HttpRefusal } from '../errors/refusal.js';

/** Swagger UI as it is packaged: it loads nothing from anywhere else. */
const FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const ASSETS = /^(swagger-ui\.css|index\.css|swagger-ui-bundle\.js|swagger-ui-standalone-preset\.js|favicon-\d+x\d+\.png)$/;
const INIT = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: './openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  });
};
`;

/** `/api/docs`: the document as pages, to read and to try. */
export function serveDocs(fastify: FastifyInstance): void {
  fastify.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page()));
  fastify.get('/api/docs/swagger-ui-init.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(INIT));
  void fastify.register((assets, _options, done) => {
    // The package would call it forbidden where a name is long or strange.
    assets.addHook('onRequest', ({ params }, _reply, next) => {
      const { '*': name } = params as { readonly '*': string };
      if (ASSETS.test(name)) next();
      else next(new HttpRefusal('NOT_FOUND', { message: 'The documentation has no such part' }));
    });
    void assets.register(fastifyStatic, { root: FOLDER, prefix: '/api/docs/', index: false, decorateReply: false, acceptRanges: false });
    done();
  });
}

/** The package's own page, with its parts below `/api/docs`. */
function page(): string {
  return readFileSync(join(FOLDER, 'index.html'), 'utf8')
    .replace(/<title>[^<]*<\/title>/, '<title>Tokenok API</title>')
    .replace('swagger-initializer.js', 'swagger-ui-init.js')
    .replace(/(src|href)="(?:\.\/)?([^"]+)"/g, '$1="./docs/$2"');
}

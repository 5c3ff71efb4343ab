import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type * as Swagger from '@nestjs/swagger';
import { routeMap } from '../route/route-map.js';
import { loadSwagger } from '../route/described.js';
import { serveDocs } from './docs-pages.js';
import { completed } from './openapi.document.js';
import { ERROR_CATALOGUE, wireCode, type ErrorCode } from '../errors/error-catalogue.js';

/** Call it before the application is initialised. The document is built when it is first read, so that starting stays fast. */
export function serveOpenApi(app: NestFastifyApplication, version: string): void {
  let text: Promise<string> | undefined;
  const document = () => (text ??= documentOf(app, version).then((found) => JSON.stringify(found)));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/api/openapi.json', async (_request, reply) => reply.type('application/json; charset=utf-8').send(await document()));
  serveDocs(fastify);
}

async function documentOf(app: NestFastifyApplication, version: string): Promise<Swagger.OpenAPIObject> {
  const swagger = await loadSwagger();
  return completed(swagger.SwaggerModule.createDocument(app, description(swagger, version)), routeMap(app));
}

function description({ DocumentBuilder }: typeof Swagger, version: string): ReturnType<Swagger.DocumentBuilder['build']> {
  const codes = Object.keys(ERROR_CATALOGUE).map((code) => `\`${wireCode(code as ErrorCode)}\``);
  return new DocumentBuilder()
    .setTitle('Tokenok')
    .setVersion(version)
    .setDescription(
      'An AI gateway whose books can be audited. Errors outside `/v1` are `application/problem+json` (RFC 9457) with a stable ' +
        `\`code\`: ${codes.join(', ')}. Under \`/v1\` they have the shape of the SDK's own API. ` +
        'They are said in the language that `Accept-Language` asks for: `en`, `zh`, `ja` or `ko`.',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key, or the admin token under `/admin`' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'api-key')
    .addCookieAuth('tokenok_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
}

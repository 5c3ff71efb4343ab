import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { routeMap } from '../route/route-map.js';
import { completed } from './openapi.document.js';
import { ERROR_CATALOGUE, wireCode, type ErrorCode } from '../errors/error-catalogue.js';

/** Call it before the application is initialised. The document is built when it is first read, so that starting stays fast. */
export function serveOpenApi(app: INestApplication, version: string): void {
  SwaggerModule.setup('api/docs', app, () => completed(SwaggerModule.createDocument(app, description(version)), routeMap(app)), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Tokenok API',
  });
}

function description(version: string): Parameters<typeof SwaggerModule.createDocument>[1] {
  const codes = Object.keys(ERROR_CATALOGUE).map((code) => `\`${wireCode(code as ErrorCode)}\``);
  return new DocumentBuilder()
    .setTitle('Tokenok')
    .setVersion(version)
    .setDescription(
      'An AI gateway whose books can be audited. Errors outside `/v1` are `application/problem+json` (RFC 9457) with a stable ' +
        `\`code\`: ${codes.join(', ')}. Under \`/v1\` they have the shape of the SDK's own API.`,
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key, or the admin token under `/admin`' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'api-key')
    .addCookieAuth('tokenok_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
}

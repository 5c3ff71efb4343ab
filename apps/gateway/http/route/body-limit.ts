import { RouteConfig } from '@nestjs/platform-fastify';
import type { RouteOptions } from 'fastify';

/** Bytes of a body, as sent and as decoded. Base64 images come inline under `/v1`, whole price lists in an import; no other body has a reason to be large. */
export const BODY_LIMIT_BYTES = { v1: 32 * 1024 * 1024, priceList: 8 * 1024 * 1024, elsewhere: 1024 * 1024 } as const;

/** Of a route whose bodies may be larger than others'. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

export function bodyLimitOf({ config }: Pick<RouteOptions, 'config'>): number {
  const own: unknown = config && Reflect.get(config, 'bodyLimit');
  return typeof own === 'number' ? own : BODY_LIMIT_BYTES.elsewhere;
}

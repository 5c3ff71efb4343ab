import type { RouteOptions } from 'fastify';
import { setOfRoute, settingsOf } from './route-settings.js';

/**
 * Bytes of a body, as sent and as decoded. Base64 images come inline under `/v1`, whole price lists in an import; no other body has a reason to be large,
 * and of a stranger's that no signature follows, least of all.
 */
export const BODY_LIMIT_BYTES = {
  v1: 32 * 1024 * 1024,
  priceList: 8 * 1024 * 1024,
  elsewhere: 1024 * 1024,
  stranger: 64 * 1024,
} as const;

/** Of a route whose bodies may be larger than others'. */
export const BodyLimit = (bytes: number): MethodDecorator => setOfRoute({ bodyLimit: bytes });

export function bodyLimitOf(route: Pick<RouteOptions, 'config'>): number {
  const { access, bodyLimit } = settingsOf(route);
  if (bodyLimit !== undefined) return bodyLimit;
  return access?.kind === 'anyone' && !access.isSigned ? BODY_LIMIT_BYTES.stranger : BODY_LIMIT_BYTES.elsewhere;
}

import {
  writeUpstreamRequest,
  type ReadRequest,
  type TranslationTarget,
  type UpstreamRequestBody,
  type WireApi,
  type WireRefusal,
} from '#wire';
import type { LargeRequest } from '#wire/aside';

/** A request as its client sent it: its body is here, or, where it is large, in the hands of a thread that reads it. */
export type ClientRequest = ReadRequest | LargeRequest;

export const isLarge = (request: ClientRequest): request is LargeRequest => 'large' in request;

/** The body for a provider's route. */
export function bodyFor(
  request: ClientRequest,
  upstream: WireApi,
  target: TranslationTarget,
): UpstreamRequestBody | WireRefusal | Promise<UpstreamRequestBody | WireRefusal> {
  return isLarge(request) ? request.large.write(upstream, target) : writeUpstreamRequest(request, upstream, target);
}

import { readErrorBody } from '#wire';

/**
 * Whether a 404 or 405 says that the provider has no such route, rather than no such model or nothing behind an id. Who answers so is a web framework or
 * a proxy (`{"detail":"Not Found"}`, `404 page not found`), or names the URL (`unknown_url` at OpenAI). An error about the request names its field, or
 * says what of it was not found. In doubt it is the request: then nothing else is tried.
 */
export function isRouteMissing(status: number, body: Buffer): boolean {
  if (status === 405) return true;
  if (status !== 404) return false;
  const error = readErrorBody(body);
  if (!error) return !ABOUT_MODEL.test(body.toString('utf8'));
  if (error.code === 'unknown_url') return true;
  return error.param === null && !ABOUT_REQUEST.test(error.code ?? '') && !ABOUT_MODEL.test(error.message);
}

const ABOUT_REQUEST = /_not_found$|^DeploymentNotFound$/;
const ABOUT_MODEL = /\b(?:models?|deployments?|engines?|previous response|responses? with id|items?)\b/i;

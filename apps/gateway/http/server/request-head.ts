import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { HttpRefusal } from '../errors/refusal.js';

/** RFC 9110, 4.1: a path of 8,000 bytes has to be taken. Longer ones lead nowhere here. */
export const PATH_LIMIT_CHARACTERS = 8_000;

/** A name or an address, and a port to 65535. RFC 9112, 3.2: another one is answered with 400. */
const HOST =
  /^(?:(?!.{256})[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-f:.]{2,45}\])(?::(?:[0-5]?\d{0,4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])?)?$/i;
const VERSIONS: ReadonlySet<string> = new Set(['1.1', '1.0']);
/** What follows on this connection cannot be told from the body any more. */
const CLOSE = { headers: { connection: 'close' } };

/**
 * What is wrong with a head that Node's parser lets pass; undefined for nothing. In order: version, host, transfer coding, target.
 * Asked for every request, so it looks once and makes nothing.
 */
export function refusalOfHead(request: IncomingMessage): HttpRefusal | undefined {
  const { httpVersion, headers, url = '' } = request;
  if (!VERSIONS.has(httpVersion)) return versionRefused(httpVersion);
  const isHostRight = headers.host === undefined ? httpVersion === '1.0' : isHost(headers.host) && hasOneHost(request.rawHeaders);
  if (!isHostRight) return hostRefused();
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && (httpVersion === '1.0' || coding.toLowerCase() !== 'chunked')) return codingRefused(httpVersion);
  if (!url.startsWith('/') && url !== '*') return targetRefused();
  if (url.length > PATH_LIMIT_CHARACTERS && pathLength(url) > PATH_LIMIT_CHARACTERS) {
    return new HttpRefusal('URI_TOO_LONG', { message: `The path is longer than ${PATH_LIMIT_CHARACTERS} characters`, ...CLOSE });
  }
  return undefined;
}

function versionRefused(version: string): HttpRefusal {
  return new HttpRefusal('HTTP_VERSION_NOT_SUPPORTED', {
    message: `HTTP/1.1 and HTTP/1.0 are spoken here, HTTP/${version} is not`,
    ...CLOSE,
  });
}

function hostRefused(): HttpRefusal {
  return new HttpRefusal('INVALID_REQUEST', {
    field: 'host',
    message: 'host must be there once: a name or an address, and a port',
    ...CLOSE,
  });
}

function targetRefused(): HttpRefusal {
  return new HttpRefusal('INVALID_REQUEST', { message: 'The target must be a path, or http:// and a host before it', ...CLOSE });
}

/** RFC 9112, 6.1: a coding that is not known is a 501; in HTTP/1.0 there is none, and where the body ends is anybody's guess. */
function codingRefused(version: string): HttpRefusal {
  const message = 'transfer-encoding: chunked is the only coding that is supported, and HTTP/1.0 has none';
  return new HttpRefusal(version === '1.0' ? 'INVALID_REQUEST' : 'NOT_IMPLEMENTED', { field: 'transfer-encoding', message, ...CLOSE });
}

/** Node keeps the first of several and drops the others. Names stand at even places. */
function hasOneHost(raw: readonly string[]): boolean {
  let hosts = 0;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1;
}

/** Nearly every request names the same. */
let lastHost: string | undefined;

function isHost(host: string): boolean {
  if (host === lastHost) return true;
  const isOne = HOST.test(host) && (!host.startsWith('[') || isIPv6(host.slice(1, host.indexOf(']'))));
  if (isOne) lastHost = host;
  return isOne;
}

function pathLength(url: string): number {
  const query = url.indexOf('?');
  return query < 0 ? url.length : query;
}

/** RFC 9112, 3.2.2: `GET http://host/path` asks for `/path`, whatever else the host is called. Unchanged where that is no host. */
export function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  const [, host, path = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (host === undefined || !isHost(host)) return url;
  return path.startsWith('/') ? path : `/${path}`;
}

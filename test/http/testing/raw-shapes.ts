/**
 * Name, bytes as latin1, and the status: of several answers on one connection each in its turn; none where nothing can be answered.
 * `cut`: the client sends no more than that.
 */
export type Shape = readonly [name: string, bytes: string, status: number | readonly number[], end?: 'cut'];

const END = 'connection: close\r\n\r\n';
const HOST = 'host: 127.0.0.1\r\n';
const ADMIN = 'authorization: Bearer {admin}\r\n';

const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\n${HOST}${headers}${END}`;
const method = (name: string, path = '/healthz'): string => `${name} ${path} HTTP/1.1\r\n${HOST}${END}`;
const hosted = (host: string): string => `GET /healthz HTTP/1.1\r\n${host}${END}`;
/** To a route that takes no credentials, and refuses `{}` with 400. */
const post = (headers: string, body: string): string => `POST /session HTTP/1.1\r\n${HOST}${headers}${END}${body}`;
const chunked = (body: string, coding = 'chunked'): string => post(`transfer-encoding: ${coding}\r\n`, body);
const long = (length: number): string => 'a'.repeat(length);

const VERSIONS: readonly Shape[] = [
  ['HTTP/1.1', get('/healthz'), 200],
  ['HTTP/1.0 without a host', 'GET /healthz HTTP/1.0\r\n\r\n', 200],
  ['HTTP/1.0 with a host', `GET /healthz HTTP/1.0\r\n${HOST}\r\n`, 200],
  ['HTTP/0.9', 'GET /healthz\r\n\r\n', 505],
  ['HTTP/0.9 by name', 'GET /healthz HTTP/0.9\r\n\r\n', 505],
  ['HTTP/1.2', `GET /healthz HTTP/1.2\r\n${HOST}\r\n`, 505],
  ['HTTP/2.0', `GET /healthz HTTP/2.0\r\n${HOST}\r\n`, 505],
  ['HTTP/3.0', `GET /healthz HTTP/3.0\r\n${HOST}\r\n`, 505],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
  ['HTTP/1', `GET /healthz HTTP/1\r\n${HOST}\r\n`, 400],
  ['HTTP/11.1', `GET /healthz HTTP/11.1\r\n${HOST}\r\n`, 400],
  ['HTTPS/1.1', `GET /healthz HTTPS/1.1\r\n${HOST}\r\n`, 400],
  ['another protocol', `GET /healthz ICE/1.0\r\n${HOST}\r\n`, 400],
  ['TLS on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['an offer of h2c', `GET /healthz HTTP/1.1\r\n${HOST}upgrade: h2c\r\nconnection: upgrade\r\n\r\n`, 200],
  ['an offer of a web socket', `GET /healthz HTTP/1.1\r\n${HOST}upgrade: websocket\r\nconnection: upgrade\r\n\r\n`, 200],
];

const HOSTS: readonly Shape[] = [
  ['no host', hosted(''), 400],
  ['two hosts', hosted('host: a\r\nhost: b\r\n'), 400],
  ['the same host twice', hosted('host: a\r\nHost: a\r\n'), 400],
  ['a second host in other letters', hosted('host: a\r\nHOST: b\r\n'), 400],
  ['two hosts in one', hosted('host: a, b\r\n'), 400],
  ['an empty host', hosted('host:\r\n'), 400],
  ['a host with a space', hosted('host: a b\r\n'), 400],
  ['a host with a path', hosted('host: a/b\r\n'), 400],
  ['a host with a user', hosted('host: user@a\r\n'), 400],
  ['a host that is a URL', hosted('host: http://a\r\n'), 400],
  ['a host with a port that is no number', hosted('host: a:b\r\n'), 400],
  ['a host with a port of six digits', hosted('host: a:123456\r\n'), 400],
  ['a host with two ports', hosted('host: a:1:2\r\n'), 400],
  ['a host with an open bracket', hosted('host: [::1\r\n'), 400],
  ['a host in brackets that is no address', hosted('host: [zz]\r\n'), 400],
  ['a host of 300 letters', hosted(`host: ${long(300)}\r\n`), 400],
  ['a host with markup', hosted('host: <script>\r\n'), 400],
  ['a host beyond ASCII', hosted('host: b\xfccher\r\n'), 400],
  ['HTTP/1.0 with two hosts', 'GET /healthz HTTP/1.0\r\nhost: a\r\nhost: b\r\n\r\n', 400],
  ['a name and a port', hosted('host: gateway.example:8080\r\n'), 200],
  ['a name with an underscore', hosted('host: gateway_1:8080\r\n'), 200],
  ['an address of IPv6', hosted('host: [::1]:8080\r\n'), 200],
  ['a name with a dot at its end', hosted('host: gateway.example.\r\n'), 200],
  ['a target in absolute form', get('http://127.0.0.1/healthz'), 200],
  ['a target in absolute form, of another host', get('http://elsewhere.example/healthz'), 200],
  ['a target in absolute form, with no path', get('http://127.0.0.1'), 404],
  ['two hosts on a path that is none', `GET /nowhere HTTP/1.1\r\nhost: a\r\nhost: b\r\n${END}`, 400],
  ['two hosts under /v1', `POST /v1/messages HTTP/1.1\r\nhost: a\r\nhost: b\r\ncontent-length: 0\r\n${END}`, 400],
];

const METHODS: readonly Shape[] = [
  ['HEAD', method('HEAD'), 200],
  ['HEAD of nothing', method('HEAD', '/nowhere'), 404],
  ['OPTIONS', method('OPTIONS'), 405],
  ['PROPFIND', method('PROPFIND'), 405],
  ['PROPFIND of nothing', method('PROPFIND', '/nowhere'), 404],
  ['TRACE', method('TRACE'), 405],
  ['M-SEARCH', method('M-SEARCH'), 405],
  ['PURGE', method('PURGE'), 405],
  ['PATCH of a route that takes PUT', method('PATCH', '/admin/models/a'), 405],
  ['DELETE of a route that takes GET', method('DELETE', '/healthz'), 405],
  ['a method that HTTP does not have', method('FROBNICATE'), 501],
  ['a method in small letters', method('get'), 501],
  ['a method that is longer than one that is known', method('GETS'), 501],
  ['a method in two kinds of letters', method('Post'), 501],
  ['a method with a dash', method('X-GET'), 501],
  ['CONNECT', `CONNECT example.com:443 HTTP/1.1\r\n${HOST}\r\n`, 501],
  ['no method', ` /healthz HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a method with a bracket', method('GE[T'), 400],
  ['a word alone', 'nonsense\r\n\r\n', 400],
];

const TARGETS: readonly Shape[] = [
  ['no target', `GET  HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a target without a slash', `GET healthz HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a space in the target', `GET /health z HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['NUL in the target', `GET /health\0z HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a byte beyond ASCII in the target', get('/health\xe9'), 400],
  ['a tab in the target', get('/health\tz'), 400],
  ['half an escape', get('/admin/customers/%zz', ADMIN), 400],
  ['an escape that is no UTF-8', get('/admin/customers/%ff', ADMIN), 400],
  ['a fragment', get('/healthz#part'), 200],
  ['a query that nobody reads', get('/healthz?a=b&c'), 200],
  ['two slashes', get('//healthz'), 404],
  ['a slash at the end', get('/healthz/'), 404],
  ['dots', get('/me/../healthz'), 404],
  ['dots that are escaped', get('/me/%2e%2e/healthz'), 404],
  ['other letters', get('/HealthZ'), 404],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${HOST}${END}`, 404],
  ['an escaped NUL in an id', get('/admin/customers/a%00b', ADMIN), 400],
  ['an id of 500 characters', get(`/admin/customers/${long(500)}`, ADMIN), 404],
  ['an id of 501 characters', get(`/admin/customers/${long(501)}`, ADMIN), 404],
  ['an id of 501 characters, to a stranger', get(`/admin/customers/${long(501)}`), 401],
  ['an id of 7,000 characters', get(`/admin/customers/${long(7_000)}`, ADMIN), 404],
  ['a model of 501 characters', get(`/admin/models/${long(501)}`, ADMIN), 404],
  ['a model of 501 characters under /v1, to a stranger', get(`/v1/models/${long(501)}`), 401],
  ['a request of 501 characters, to a stranger', get(`/me/requests/${long(501)}`), 401],
  ['a payment provider of 501 characters', `POST /webhooks/payments/${long(501)} HTTP/1.1\r\n${HOST}content-length: 0\r\n${END}`, 404],
  ['a method that an id of 501 characters does not take', `DELETE /admin/customers/${long(501)} HTTP/1.1\r\n${HOST}${END}`, 405],
  ['an unknown path of 501 characters', get(`/nowhere/${long(501)}`), 404],
  ['a path of 9,000 characters', get(`/admin/customers/${long(9_000)}`, ADMIN), 414],
  ['an unknown path of 9,000 characters', get(`/${long(9_000)}`), 414],
  ['a model of 9,000 characters', get(`/v1/models/${long(9_000)}`), 414],
  ['a query of 20,000 characters', get(`/healthz?a=${long(20_000)}`), 200],
  ['a target of 70,000 characters', get(`/healthz?${long(70_000)}`), 431],
];

const HEADERS: readonly Shape[] = [
  ['a header of 60,000 characters', get('/healthz', `x: ${long(60_000)}\r\n`), 200],
  ['a header of 70,000 characters', get('/healthz', `x: ${long(70_000)}\r\n`), 431],
  ['3,000 headers', get('/healthz', Array.from({ length: 3_000 }, (_, index) => `x${index}: ${long(20)}\r\n`).join('')), 431],
  ['NUL in a header', get('/healthz', 'x: a\0b\r\n'), 400],
  ['a control character in a header', get('/healthz', 'x: a\x01b\r\n'), 400],
  ['a folded header', get('/healthz', 'x: a\r\n b\r\n'), 400],
  ['a space before the colon', get('/healthz', 'x : a\r\n'), 400],
  ['a header without a colon', get('/healthz', 'x\r\n'), 400],
  ['a header without a name', get('/healthz', ': a\r\n'), 400],
  ['a name with a space', get('/healthz', 'x y: a\r\n'), 400],
  ['an empty value', get('/healthz', 'x:\r\n'), 200],
  ['lines that end in LF alone', `GET /healthz HTTP/1.1\nhost: a\n${END}`, 400],
  ['lines that end in CR alone', 'GET /healthz HTTP/1.1\rhost: a\r\r', 400],
  ['an empty line before the request', `\r\n${get('/healthz')}`, 200],
  ['a head that is cut', 'GET /healthz HTTP/1.1\r\nho', 400, 'cut'],
  ['a request line of HTTP/0.9 alone', 'GET /healthz\r\n', 400, 'cut'],
  ['nothing', '', [], 'cut'],
  ['a media type that is none', post('content-type: nonsense\r\ncontent-length: 2\r\n', '{}'), 415],
  ['another media type', post('content-type: text/xml\r\ncontent-length: 2\r\n', '{}'), 415],
  ['a content coding that is not known', post('content-encoding: zstd\r\ncontent-length: 2\r\n', '{}'), 415],
  ['a content coding that it does not have', post('content-encoding: gzip\r\ncontent-length: 2\r\n', '{}'), 400],
];

const BODIES: readonly Shape[] = [
  ['a length', post('content-length: 2\r\n', '{}'), 400],
  ['a length of two values', post('content-length: 2\r\ncontent-length: 3\r\n', '{}'), 400],
  ['a length that is said twice', post('content-length: 2\r\ncontent-length: 2\r\n', '{}'), 400],
  ['a list of lengths', post('content-length: 2, 2\r\n', '{}'), 400],
  ['a length with a plus', post('content-length: +2\r\n', '{}'), 400],
  ['a length below zero', post('content-length: -2\r\n', '{}'), 400],
  ['a hexadecimal length', post('content-length: 0x2\r\n', '{}'), 400],
  ['a fraction of a length', post('content-length: 2.0\r\n', '{}'), 400],
  ['a length of 23 digits', post('content-length: 99999999999999999999999\r\n', '{}'), 400],
  ['a length that is empty', post('content-length:\r\n', '{}'), 400],
  ['a length beyond the limit', post('content-length: 2097152\r\n', '{}'), 413],
  ['a body that is cut', post('content-length: 100\r\n', '{}'), 400, 'cut'],
  ['a body on GET', `GET /healthz HTTP/1.1\r\n${HOST}content-length: 2\r\n${END}{}`, 200],
  ['no body at all', post('', ''), 400],
  ['chunks', chunked('2\r\n{}\r\n0\r\n\r\n'), 400],
  ['chunks to a route that takes them', `DELETE /session HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\n${END}0\r\n\r\n`, 204],
  ['CHUNKED', `DELETE /session HTTP/1.1\r\n${HOST}Transfer-Encoding: CHUNKED\r\n${END}0\r\n\r\n`, 204],
  ['chunks with an extension', chunked('2;a=b\r\n{}\r\n0\r\n\r\n'), 400],
  ['chunks with an extension of 20,000 characters', chunked(`2;${long(20_000)}\r\n{}\r\n0\r\n\r\n`), 413],
  ['chunks with trailers', chunked('2\r\n{}\r\n0\r\nx: y\r\n\r\n'), 400],
  ['a size of a chunk that is no number', chunked('zz\r\n{}\r\n0\r\n\r\n'), 400],
  ['a size of a chunk below zero', chunked('-2\r\n{}\r\n0\r\n\r\n'), 400],
  ['a size of a chunk with 0x', chunked('0x2\r\n{}\r\n0\r\n\r\n'), 400],
  ['a size of a chunk of 17 digits', chunked('fffffffffffffffff\r\n{}\r\n0\r\n\r\n'), 400],
  ['a chunk that is longer than it says', chunked('1\r\n{}\r\n0\r\n\r\n'), 400],
  ['chunks that are cut', chunked('2\r\n{}\r\n'), 400, 'cut'],
  ['gzip, chunked', chunked('0\r\n\r\n', 'gzip, chunked'), 501],
  ['gzip as a transfer coding', chunked('0\r\n\r\n', 'gzip'), 501],
  ['xchunked', chunked('0\r\n\r\n', 'xchunked'), 501],
  ['chunked with a parameter', chunked('0\r\n\r\n', 'chunked;a=b'), 501],
  ['chunked, chunked', chunked('0\r\n\r\n', 'chunked, chunked'), 400],
  ['chunked, identity', chunked('0\r\n\r\n', 'chunked, identity'), 400],
  ['a transfer coding that is said twice', post('transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'), 400],
  ['a transfer coding that is empty', chunked('0\r\n\r\n', ''), 400],
  ['chunks in HTTP/1.0', `POST /session HTTP/1.0\r\n${HOST}transfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['chunks and a length', post('content-length: 3\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'), 400],
  ['a length and chunks', post('transfer-encoding: chunked\r\ncontent-length: 3\r\n', '0\r\n\r\n'), 400],
  ['another expectation', post('expect: 200-ok\r\ncontent-length: 2\r\n', '{}'), 417],
  ['100-continue', post('expect: 100-continue\r\ncontent-length: 2\r\n', '{}'), 400],
  ['NUL in JSON', post('content-length: 9\r\n', '{"a":"\0"}'), 400],
];

const open = (path: string): string => `GET ${path} HTTP/1.1\r\n${HOST}\r\n`;

const PIPELINES: readonly Shape[] = [
  ['two requests', open('/healthz') + get('/nowhere'), [200, 404]],
  ['ten requests', open('/healthz').repeat(9) + get('/healthz'), Array<number>(10).fill(200)],
  ['a request, and one with two hosts', `${open('/healthz')}GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n`, [200, 400]],
  ['a request with two hosts, and another', `GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n${get('/healthz')}`, 400],
  ['a request of an unknown coding, and another', `${chunked('0\r\n\r\n', 'gzip, chunked')}${get('/healthz')}`, 501],
  ['bytes behind a request that closes', get('/healthz') + get('/nowhere'), 400],
  [
    'a smuggled request in a body',
    `DELETE /session HTTP/1.1\r\n${HOST}content-length: ${open('/healthz').length}\r\n${END}${open('/healthz')}`,
    204,
  ],
  [
    'a smuggled request between chunks and a length',
    post('content-length: 5\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${open('/healthz')}`),
    400,
  ],
];

export const SHAPES: readonly Shape[] = [VERSIONS, HOSTS, METHODS, TARGETS, HEADERS, BODIES, PIPELINES].flat();

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;

interface WholeAnswer {
  readonly what: string;
  readonly sent: string;
  readonly body: string;
  readonly status?: number;
  /** It ends with its connection. */
  readonly isClosed?: true;
  readonly informational?: readonly number[];
  /** Where undici takes another view. */
  readonly undici?: 'refused';
}

export const WHOLE: readonly WholeAnswer[] = [
  { what: 'a length', sent: `${OK}content-length: 5\r\n\r\nhello`, body: 'hello' },
  { what: 'a length of 0', sent: `${OK}content-length: 0\r\n\r\n`, body: '' },
  { what: 'chunks', sent: `${CHUNKED}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`, body: 'hello world' },
  {
    what: 'sizes in any case, with zeros before them',
    sent: `${CHUNKED}00A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n`,
    body: '01234567890123456789',
  },
  { what: 'extensions of chunks', sent: `${CHUNKED}5;name=value;q="x"\r\nhello\r\n0;last\r\n\r\n`, body: 'hello' },
  { what: 'trailers', sent: `${CHUNKED}5\r\nhello\r\n0\r\nx-checksum: abc\r\nx-more: 1\r\n\r\n`, body: 'hello' },
  { what: 'a coding in another case', sent: `${OK}Transfer-Encoding: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`, body: 'x' },
  { what: "an end that is the connection's", sent: `${OK}\r\nhello`, body: 'hello', isClosed: true },
  { what: 'HTTP/1.0', sent: 'HTTP/1.0 200 OK\r\n\r\nhello', body: 'hello', isClosed: true },
  { what: 'HTTP/1.0 with a length', sent: 'HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nhello', body: 'hello' },
  { what: '204, without a body', sent: 'HTTP/1.1 204 No Content\r\n\r\n', status: 204, body: '' },
  { what: '304, whatever length it tells', sent: 'HTTP/1.1 304 Not Modified\r\ncontent-length: 10\r\n\r\n', status: 304, body: '' },
  { what: 'no reason', sent: 'HTTP/1.1 200 \r\ncontent-length: 1\r\n\r\nx', body: 'x' },
  {
    what: 'early hints before it',
    sent: `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}content-length: 1\r\n\r\nx`,
    body: 'x',
    informational: [103],
  },
  {
    what: '100, though nobody expects it (RFC 9110, 15.2)',
    sent: `HTTP/1.1 100 Continue\r\n\r\n${OK}content-length: 1\r\n\r\nx`,
    body: 'x',
    informational: [100],
    undici: 'refused',
  },
  {
    what: 'no space before values, tabs, and values without a character',
    sent: `${OK}content-length:1\r\nx-a:\t b \t\r\nx-b:\r\n\r\nx`,
    body: 'x',
  },
  { what: 'a failure', sent: 'HTTP/1.1 503 Busy\r\ncontent-length: 2\r\n\r\n{}', status: 503, body: '{}' },
];

interface RefusedAnswer {
  readonly what: string;
  readonly sent: string;
  readonly code?: string;
  /** Where undici takes it all the same. */
  readonly undici?: 'taken';
}

export const REFUSED: readonly RefusedAnswer[] = [
  { what: 'another protocol', sent: 'SSH-2.0-OpenSSH\r\n' },
  { what: 'lines that end with LF alone', sent: 'HTTP/1.1 200 OK\ncontent-length: 1\n\nx' },
  { what: 'one header that does', sent: `${OK}x-a: b\ncontent-length: 1\r\n\r\nx` },
  { what: 'a CR within a value', sent: `${OK}x-a: b\rc\r\ncontent-length: 1\r\n\r\nx` },
  { what: 'a NUL within a value', sent: `${OK}x-a: b\0c\r\ncontent-length: 1\r\n\r\nx` },
  { what: 'a folded line', sent: `${OK}x-a: b\r\n c\r\ncontent-length: 1\r\n\r\nx` },
  { what: 'a space before a colon', sent: `${OK}content-length : 1\r\n\r\nx` },
  { what: 'a line without a colon', sent: `${OK}content-length\r\n\r\n` },
  { what: 'a name that is none', sent: `${OK}x(a): b\r\ncontent-length: 1\r\n\r\nx` },
  { what: 'no name', sent: `${OK}: b\r\ncontent-length: 1\r\n\r\nx` },
  { what: 'two lengths', sent: `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nxx` },
  { what: 'the same length twice', sent: `${OK}content-length: 1\r\ncontent-length: 1\r\n\r\nx` },
  { what: 'two lengths in a list', sent: `${OK}content-length: 1, 1\r\n\r\nx` },
  { what: 'a length with a sign', sent: `${OK}content-length: +1\r\n\r\nx` },
  { what: 'a negative length', sent: `${OK}content-length: -1\r\n\r\nx` },
  { what: 'a length in hexadecimal', sent: `${OK}content-length: 0x1\r\n\r\nx` },
  { what: 'a length beyond all numbers', sent: `${OK}content-length: 99999999999999999999\r\n\r\nx` },
  { what: 'a length and a coding', sent: `${OK}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n` },
  { what: 'a coding that is not known', sent: `${OK}transfer-encoding: gzip\r\n\r\nx`, undici: 'taken' },
  { what: 'a coding beside chunks', sent: `${OK}transfer-encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`, undici: 'taken' },
  {
    what: 'chunks twice',
    sent: `${OK}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    undici: 'taken',
  },
  {
    what: 'chunks of HTTP/1.0 (RFC 9112, 6.1)',
    sent: 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
    undici: 'taken',
  },
  { what: 'a status of two digits', sent: 'HTTP/1.1 20 OK\r\ncontent-length: 1\r\n\r\nx' },
  { what: 'a status of four', sent: 'HTTP/1.1 2000 OK\r\ncontent-length: 1\r\n\r\nx' },
  { what: 'another version', sent: 'HTTP/3.0 200 OK\r\ncontent-length: 1\r\n\r\nx' },
  { what: 'an upgrade', sent: 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n' },
  { what: 'a chunk without a size', sent: `${CHUNKED}\r\nhello\r\n` },
  { what: 'a size that is no number', sent: `${CHUNKED}5x\r\nhello\r\n` },
  { what: 'a space behind a size', sent: `${CHUNKED}5 \r\nhello\r\n0\r\n\r\n` },
  { what: 'a size beyond all numbers', sent: `${CHUNKED}fffffffffffffffff\r\nhello\r\n` },
  { what: 'a chunk that is longer than its size', sent: `${CHUNKED}4\r\nhello\r\n0\r\n\r\n` },
  { what: 'a size whose line ends with LF alone', sent: `${CHUNKED}5\nhello\r\n0\r\n\r\n` },
  { what: 'an extension with an LF in it', sent: `${CHUNKED}5;a\nb\r\nhello\r\n0\r\n\r\n` },
  { what: 'trailers that are none', sent: `${CHUNKED}1\r\nx\r\n0\r\nno colon\r\n\r\n` },
  { what: 'a head without end', sent: `${OK}x-a: ${'b'.repeat(70_000)}`, code: 'HEAD_TOO_LARGE' },
  { what: 'many headers without end', sent: OK + 'x-a: b\r\n'.repeat(20_000), code: 'HEAD_TOO_LARGE' },
];

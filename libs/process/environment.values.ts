/** A value, or what would have been one: the message never repeats what was given. */
export type Parsed<T> = { readonly value: T } | { readonly wanted: string };

/** Port 0 lets the system choose, which tests need. */
export function parsePort(text: string): Parsed<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? { value: port } : { wanted: 'a port, 0 to 65535' };
}

export function parseHost(text: string): Parsed<string> {
  return /^[A-Za-z0-9.:_[\]-]+$/.test(text) ? { value: text.replace(/^\[|\]$/g, '') } : { wanted: 'a host name or an IP address' };
}

export function parseMasterKey(text: string): Parsed<Buffer> {
  const key = Buffer.from(text, 'base64');
  const isBase64 = /^[A-Za-z0-9+/]{43}=?$/.test(text.trim());
  return isBase64 && key.length === 32 ? { value: key } : { wanted: '32 bytes in base64 (`openssl rand -base64 32` makes one)' };
}

export function parseUrl(text: string, protocols: readonly string[]): Parsed<string> {
  const wanted = `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return protocols.some((protocol) => text.startsWith(`${protocol}//`)) && text.length > 12 ? { value: text } : { wanted };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const LEAST_BYTES = 1024 ** 2;

/** `536870912`, `512M`, `512MiB`: units are powers of 1,024. */
export function parseBytes(text: string): Parsed<number> {
  const [, digits = '', unit = ''] = /^(\d{1,15}) ?([KMG]?)(?:i?B)?$/i.exec(text.trim()) ?? [];
  const bytes = digits === '' ? Number.NaN : Number(digits) * (UNITS[unit.toUpperCase()] ?? 1);
  return bytes >= LEAST_BYTES && Number.isSafeInteger(bytes)
    ? { value: bytes }
    : { wanted: 'a number of bytes, 1M or more (for example 512M)' };
}

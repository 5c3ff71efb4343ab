/**
 * A key as people see it: `tok_`, 43 characters of base 62 (256 random bits), 6 characters of base 62 (CRC-32 of all before them).
 * 53 characters, one word for a double click. The checksum refuses a truncated or mistyped key without a lookup, and lets secret
 * scanners tell a key from noise offline, as GitHub does for its tokens (github.blog, "Behind GitHub's new authentication token formats").
 */

const MARK = 'tok_';
const RANDOM_BYTES = 32;
const RANDOM_CHARACTERS = 43;
const CHECKSUM_CHARACTERS = 6;
const SHOWN_CHARACTERS = 4;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = new RegExp(`^${MARK}[0-9A-Za-z]{${RANDOM_CHARACTERS + CHECKSUM_CHARACTERS}}$`);

/** Spells 32 random bytes as a key. */
export function spellKey(random: Uint8Array): string {
  if (random.length !== RANDOM_BYTES) throw new RangeError(`A key has ${RANDOM_BYTES} random bytes, not ${random.length}`);
  const number = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const body = MARK + base62(number, RANDOM_CHARACTERS);
  return body + checksum(body);
}

/** True for what `spellKey` could have written: the checksum holds. Says nothing about whether the key was ever issued. */
export function isWellFormedKey(text: string): boolean {
  return FORM.test(text) && checksum(text.slice(0, -CHECKSUM_CHARACTERS)) === text.slice(-CHECKSUM_CHARACTERS);
}

/** What may be shown of a key: 24 of its 256 bits, enough for its owner to recognise it. */
export function keyPrefix(key: string): string {
  return key.slice(0, MARK.length + SHOWN_CHARACTERS);
}

function base62(number: bigint, width: number): string {
  let text = '';
  for (let rest = number; rest > 0n; rest /= 62n) text = DIGITS.charAt(Number(rest % 62n)) + text;
  return text.padStart(width, '0');
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), CHECKSUM_CHARACTERS);
}

/** CRC-32 of ISO 3309, as in zlib, of an ASCII text. By table, because it is computed for every request. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) crc = (CRC_TABLE[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

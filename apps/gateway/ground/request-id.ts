import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const POOL_IDS = 512;
const pool = Buffer.allocUnsafe(POOL_IDS * 10);
let taken = POOL_IDS;

/**
 * A TypeID (https://github.com/jetify-com/typeid, spec 0.3): prefix, `_`, and a UUIDv7 in base32. Random bytes come from a pool
 * and nothing is allocated but the string, since every request takes one.
 */
export function newId(prefix: string, nowMs: number = Date.now()): string {
  if (taken === POOL_IDS) {
    randomFillSync(pool);
    taken = 0;
  }
  const at = taken++ * 10;
  const high = Math.floor(nowMs / 0x1_0000_0000) & 0xffff;
  const low = nowMs >>> 0;
  const a = 0x7000 | ((pool[at]! & 0x0f) << 8) | pool[at + 1]!;
  const b = ((0x80 | (pool[at + 2]! & 0x3f)) << 24) | (pool[at + 3]! << 16) | (pool[at + 4]! << 8) | pool[at + 5]!;
  const c = pool.readUInt32BE(at + 6);
  return `${prefix}_${encode(high, low, a, b >>> 0, c)}`;
}

/** 128 bits as 26 characters: 2 bits of padding, then five at a time. high 16, low 32, a 16, b 32, c 32. */
function encode(high: number, low: number, a: number, b: number, c: number): string {
  const s = ALPHABET;
  return (
    s[high >>> 13]! +
    s[(high >>> 8) & 31]! +
    s[(high >>> 3) & 31]! +
    s[((high & 7) << 2) | (low >>> 30)]! +
    s[(low >>> 25) & 31]! +
    s[(low >>> 20) & 31]! +
    s[(low >>> 15) & 31]! +
    s[(low >>> 10) & 31]! +
    s[(low >>> 5) & 31]! +
    s[low & 31]! +
    s[a >>> 11]! +
    s[(a >>> 6) & 31]! +
    s[(a >>> 1) & 31]! +
    s[((a & 1) << 4) | (b >>> 28)]! +
    s[(b >>> 23) & 31]! +
    s[(b >>> 18) & 31]! +
    s[(b >>> 13) & 31]! +
    s[(b >>> 8) & 31]! +
    s[(b >>> 3) & 31]! +
    s[((b & 7) << 2) | (c >>> 30)]! +
    s[(c >>> 25) & 31]! +
    s[(c >>> 20) & 31]! +
    s[(c >>> 15) & 31]! +
    s[(c >>> 10) & 31]! +
    s[(c >>> 5) & 31]! +
    s[c & 31]!
  );
}

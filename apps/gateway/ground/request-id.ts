import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Ten bits at a time. */
const PAIRS = Array.from({ length: 1_024 }, (_, bits) => ALPHABET[bits >> 5]! + ALPHABET[bits & 31]!);
const POOL_IDS = 512;
const pool = Buffer.allocUnsafe(POOL_IDS * 10);
let taken = POOL_IDS;
/** What begins the ids of one millisecond. */
let moment = { prefix: '', ms: -1, text: '' };

/**
 * A TypeID (https://github.com/jetify-com/typeid, spec 0.3): prefix, `_`, and a UUIDv7 in base32. Random bytes come from a pool
 * and nothing is allocated but the string, since every request takes one.
 */
export function newId(prefix: string, nowMs: number = Date.now()): string {
  if (taken === POOL_IDS) {
    randomFillSync(pool);
    taken = 0;
  }
  if (moment.ms !== nowMs || moment.prefix !== prefix) moment = { prefix, ms: nowMs, text: `${prefix}_${timeText(nowMs)}` };
  const at = taken++ * 10;
  // Of 80 bits four are the version, and two the variant.
  return moment.text + pairs(0x70 | (pool[at]! & 0x0f), 0x80 | (pool[at + 2]! & 0x3f), at) + pairs(pool[at + 5]!, pool[at + 7]!, at + 5);
}

/** Ten characters: two bits of padding, and 48 of milliseconds. */
function timeText(ms: number): string {
  const high = Math.floor(ms / 0x4000_0000);
  const low = ms % 0x4000_0000;
  return PAIRS[high >>> 10]! + PAIRS[high & 1_023]! + PAIRS[low >>> 20]! + PAIRS[(low >>> 10) & 1_023]! + PAIRS[low & 1_023]!;
}

/** Eight characters from five bytes of the pool, the first and the third of which are given. */
function pairs(first: number, third: number, at: number): string {
  const second = pool[at + 1]!;
  const fourth = pool[at + 3]!;
  const fifth = pool[at + 4]!;
  return (
    PAIRS[(first << 2) | (second >> 6)]! +
    PAIRS[((second & 63) << 4) | (third >> 4)]! +
    PAIRS[((third & 15) << 6) | (fourth >> 2)]! +
    PAIRS[((fourth & 3) << 8) | fifth]!
  );
}

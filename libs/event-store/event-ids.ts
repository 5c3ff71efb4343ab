import { randomFillSync } from 'node:crypto';
import { v5 } from 'uuid';

/** Namespace of ids that the outside world determines (payments, idempotency keys): a UUIDv5 of our own. */
const NAMESPACE = 'a3c1f4ce-6a0e-5b0a-9c64-0f2d8c1b7e55';

/** Random bytes for 256 ids at a time, and the same in hexadecimal: asking the system for those of one id each time cost a sixth of an append. */
const IDS = 256;
const ID_BYTES = 10;
const pool = Buffer.alloc(IDS * ID_BYTES);
let digits = '';
let used = IDS;
/** The beginning of the ids of one millisecond. */
let moment = { ms: -1, text: '' };

/** Only for an engine that does not tell a repetition itself: on any other it would be two ids kept for each request, and nobody asks. */
let remembering = false;

/** Command ids minted here that no append has carried yet, in two generations: forgetting them costs nothing that way. */
const MINTED_PER_GENERATION = 32_768;
let minted = new Set<string>();
let mintedBefore = new Set<string>();

/** A UUIDv7 minted once with a command; its events take it with their index in the low bits, over all retries. */
export function mintCommandId(): string {
  if (used === IDS) {
    digits = randomFillSync(pool).toString('hex');
    used = 0;
  }
  const byte = ID_BYTES * used++;
  const at = 2 * byte;
  const variant = '89ab'[pool[byte + 1]! & 3]!;
  const id = `${momentNow()}${digits.slice(at, at + 3)}-${variant}${digits.slice(at + 4, at + 7)}-${digits.slice(at + 7, at + 19)}`;
  if (remembering) remember(commandOf(id));
  return id;
}

/** RFC 9562, 5.7: 48 bits of milliseconds, and the version. */
function momentNow(): string {
  const ms = Date.now();
  if (ms !== moment.ms) {
    const hex = ms.toString(16).padStart(12, '0');
    moment = { ms, text: `${hex.slice(0, 8)}-${hex.slice(8)}-7` };
  }
  return moment.text;
}

/** From now on `useMinted` knows the ids that are minted. */
export function rememberMinted(): void {
  remembering = true;
}

/** Id of the index-th event of a command: the command's id with the index in its lowest 12 bits. */
export function eventId(commandId: string, index: number): string {
  if (index < 0 || index > 0xfff) throw new RangeError(`A command has at most 4,096 events, not ${index}`);
  const place = index.toString(16);
  return commandId.slice(0, -3) + (index < 16 ? `00${place}` : place.padStart(3, '0'));
}

/** An id that follows from what the outside calls the thing, so that every retry mints the same. */
export function derivedId(...names: readonly string[]): string {
  return v5(names.map((name) => `${name.length}:${name}`).join('|'), NAMESPACE);
}

/** True for the first event of a command that this process minted and has not used; from now on it is used. */
export function useMinted(event: string): boolean {
  const command = commandOf(event);
  return minted.delete(command) || mintedBefore.delete(command);
}

/** What was taken for a use was none. */
export function forgetUse(event: string): void {
  remember(commandOf(event));
}

function remember(command: string): void {
  if (minted.size >= MINTED_PER_GENERATION) [mintedBefore, minted] = [minted, new Set()];
  minted.add(command);
}

function commandOf(event: string): string {
  return event.slice(0, -3);
}

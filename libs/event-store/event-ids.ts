import { randomFillSync } from 'node:crypto';
import { v5 } from 'uuid';

/** Namespace of ids that the outside world determines (payments, idempotency keys): a UUIDv5 of our own. */
const NAMESPACE = 'a3c1f4ce-6a0e-5b0a-9c64-0f2d8c1b7e55';

/** Random digits for 256 ids at a time, as text: asking the system for 16 bytes each time, or writing them one by one, cost a sixth of an append. */
const pool = new Uint8Array(4_096);
let digits = '';
let used = 0;
const DIGITS_PER_ID = 32;

/** The milliseconds that ids begin with, written once for each. */
let moment = { ms: -1, text: '' };

/** Only for an engine that does not tell a repetition itself: on any other it would be two ids kept for each request, and nobody asks. */
let remembering = false;

/** Command ids minted here that no append has carried yet, in two generations: forgetting them costs nothing that way. */
const MINTED_PER_GENERATION = 32_768;
let minted = new Set<string>();
let mintedBefore = new Set<string>();

/** A UUIDv7 (RFC 9562) minted once with a command; its events take it with their index in the low bits, over all retries. */
export function mintCommandId(): string {
  if (used === digits.length) {
    digits = Buffer.from(randomFillSync(pool).buffer).toString('hex');
    used = 0;
  }
  const at = used;
  used += DIGITS_PER_ID;
  const variant = VARIANTS.charAt(Number.parseInt(digits.charAt(at + 3), 16) & 3);
  const id = `${timeOf(Date.now())}-7${digits.slice(at, at + 3)}-${variant}${digits.slice(at + 4, at + 7)}-${digits.slice(at + 8, at + 20)}`;
  if (remembering) remember(commandOf(id));
  return id;
}

const VARIANTS = '89ab';

function timeOf(ms: number): string {
  if (ms === moment.ms) return moment.text;
  const text = ms.toString(16).padStart(12, '0');
  moment = { ms, text: `${text.slice(0, 8)}-${text.slice(8)}` };
  return moment.text;
}

/** From now on `useMinted` knows the ids that are minted. */
export function rememberMinted(): void {
  remembering = true;
}

/** Id of the index-th event of a command: the command's id with the index in its lowest 12 bits. */
export function eventId(commandId: string, index: number): string {
  if (index < 0 || index > 0xfff) throw new RangeError(`A command has at most 4,096 events, not ${index}`);
  return commandId.slice(0, -3) + index.toString(16).padStart(3, '0');
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

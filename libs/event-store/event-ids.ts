import { randomFillSync } from 'node:crypto';
import { v5, v7 } from 'uuid';

/** Namespace of ids that the outside world determines (payments, idempotency keys): a UUIDv5 of our own. */
const NAMESPACE = 'a3c1f4ce-6a0e-5b0a-9c64-0f2d8c1b7e55';

/** Random bytes for 256 ids at a time: asking the system for 16 bytes each time cost a sixth of an append. */
const pool = new Uint8Array(4_096);
let used = pool.length;

/** Only for an engine that does not tell a repetition itself: on any other it would be two ids kept for each request, and nobody asks. */
let remembering = false;

/** Command ids minted here that no append has carried yet, in two generations: forgetting them costs nothing that way. */
const MINTED_PER_GENERATION = 32_768;
let minted = new Set<string>();
let mintedBefore = new Set<string>();

/** A UUIDv7 minted once with a command; its events take it with their index in the low bits, over all retries. */
export function mintCommandId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = v7({ random: pool.subarray(used, (used += 16)) });
  if (remembering) remember(commandOf(id));
  return id;
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

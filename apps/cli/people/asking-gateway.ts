import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PeopleAnswer, PeopleRequest } from '#people';
import { leaveFile, takeFile, type DataDirectory } from '#process';
import { CommandError } from '../output/exit-codes.js';

/** A gateway looks twice a second. */
const ANSWERED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** The gateway that holds the directory does it, and its answer is taken away as soon as it is read. */
export async function askGateway({ peopleRequest, peopleAnswer }: DataDirectory, request: PeopleRequest): Promise<PeopleAnswer> {
  const id = randomUUID();
  leaveFile(peopleRequest, JSON.stringify({ id, request }));
  for (const startedMs = performance.now(); performance.now() - startedMs < ANSWERED_WITHIN_MS; await delay(LOOK_EVERY_MS)) {
    const text = takeFile(peopleAnswer);
    const found = text === undefined ? undefined : (JSON.parse(text) as { readonly id: string; readonly answer: PeopleAnswer });
    if (found?.id === id) return found.answer;
  }
  takeFile(peopleRequest);
  throw new CommandError(`The gateway has not answered within ${ANSWERED_WITHIN_MS / 1_000} s`);
}

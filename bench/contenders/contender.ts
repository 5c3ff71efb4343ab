import type { Child, Processes } from '../harness/processes.js';
import { MODEL, requestBody } from './payload.js';

export const CHAT_PATH = '/v1/chat/completions';

/** What wrk is told: one POST, again and again. */
export interface LoadTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function chatTarget(origin: string, headers: Readonly<Record<string, string>> = {}, model = MODEL): LoadTarget {
  return { url: `${origin}${CHAT_PATH}`, headers: { 'content-type': 'application/json', ...headers }, body: requestBody(model) };
}

/** Something that answers chat completions, ready for load. */
export interface Contender {
  readonly name: string;
  readonly target: LoadTarget;
  /** Its processor time is counted. */
  readonly process: Child;
  /** Others of ours that work for it (a projector): their time is counted with its own. */
  readonly beside?: readonly Child[];
  /** How late its event loop was since this was last read. */
  readonly eventLoopDelayMs?: () => Promise<EventLoopDelay | undefined>;
  /** After the last load: what its books say against what wrk saw. */
  readonly checkBooks?: (seen: Seen) => Promise<BooksCheck>;
  /** What would outlive its processes. */
  readonly close?: () => Promise<void>;
}

export interface EventLoopDelay {
  readonly meanMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Answers that wrk received whole with a 2xx, and how many more may have been under way when its loads ended. */
export interface Seen {
  readonly answered: number;
  readonly cutOff: number;
}

export interface BooksCheck {
  /** One line that says what was compared. */
  readonly summary: string;
  readonly problems: readonly string[];
}

export interface Stage {
  readonly processes: Processes;
  /** Origin of the fixed-answer upstream. */
  readonly upstream: string;
}

export type StartContender = (stage: Stage) => Promise<Contender>;

import type { Child, Processes } from '../harness/processes.js';
import { bodyOf, EXCHANGES, LOADS, OWN_BODIES, type LoadName } from '../payloads/loads.js';
import { MODEL, requestBody } from '../payloads/payload.js';

export const CHAT_PATH = '/v1/chat/completions';

/** What wrk is told: one POST, again and again. */
export interface LoadTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whose keys are taken in turn, each for one request. */
  readonly bearers?: readonly string[];
}

export function chatTarget(origin: string, headers: Readonly<Record<string, string>> = {}, model = MODEL): LoadTarget {
  return { url: `${origin}${CHAT_PATH}`, headers: { 'content-type': 'application/json', ...headers }, body: requestBody(model) };
}

export type Targets = Readonly<Partial<Record<LoadName, LoadTarget>>>;

/** A gateway's: each kind of answer is had by its model. */
export function gatewayTargets(origin: string, headers: Readonly<Record<string, string>>): Targets {
  return byLoad((load) => ({ ...chatTarget(origin, headers), body: bodyOf(load) }));
}

/** Of what only passes bytes on, or of the upstream itself: each kind of answer has a path. */
export function ownTargets(origin: string): Targets {
  return byLoad((load) => ({ ...chatTarget(origin), url: origin + EXCHANGES[load].path, body: OWN_BODIES[load] }));
}

const byLoad = (target: (load: LoadName) => LoadTarget): Targets => Object.fromEntries(LOADS.map((load) => [load, target(load)]));

/** Something that answers chat completions, ready for load. */
export interface Contender {
  readonly name: string;
  /** By the kind of answer; what it does not have it is not measured with. */
  readonly targets: Targets;
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

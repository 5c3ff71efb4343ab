import { Directory } from '#directory';
import { sessionOf, type Person, type PersonSession } from '#identity';
import { Clock } from '#process';
import type { SessionUses } from '#projections';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SESSION_USES } from '../books/tokens.js';
import type { PersonCaller } from './callers.js';
import { SessionCookies } from './session.cookie.js';

/** However much it is used, a session ends so long after its sign-in. */
export const SESSION_MS = 7 * 24 * 60 * 60 * 1_000;
/** Unused for so long, it ends. */
export const IDLE_MS = 12 * 60 * 60 * 1_000;
/** For so long after factors were shown, what is sensitive may be done. */
export const STEP_UP_MS = 10 * 60 * 1_000;
/** The last use is looked up and written down this often at most. */
const USE_KEPT_EVERY_MS = 60_000;
/** Sessions whose last use is known here; the least recently used go. */
const MOST_KNOWN = 10_000;

interface Use {
  /** When the session was last used here, and when that was last written down. */
  usedAtMs: number;
  readonly keptAtMs: number;
}

/** Which sessions are open: by the person's stream, the absolute limit and the last use. */
@Injectable()
export class Sessions {
  readonly #uses = new Map<string, Use>();

  constructor(
    private readonly directory: Directory,
    private readonly cookies: SessionCookies,
    private readonly clock: Clock,
    @Inject(SESSION_USES) private readonly stored: SessionUses,
  ) {}

  /** Whoever the cookie names, where the session is still open, which then was used; undefined else. */
  async use(request: FastifyRequest): Promise<PersonCaller | undefined> {
    const found = this.find(request);
    if (!found || !(await this.#touch(found.session))) return undefined;
    return found;
  }

  /** The same, whether or not it was used for long: to end it. */
  find(request: FastifyRequest): PersonCaller | undefined {
    const named = this.cookies.read(request);
    const person = named && this.directory.person(named.person);
    const session = person && sessionOf(person, named.session);
    if (!session || session.expires_at <= this.clock.now()) return undefined;
    return { actor: `person:${person.person}`, person, session };
  }

  /** Milliseconds since 1970; what a session was opened and stepped up with counts as use. */
  async lastUse(session: PersonSession): Promise<number> {
    const here = this.#uses.get(session.session)?.usedAtMs ?? 0;
    const stored = await this.stored.find(session.session).catch(() => undefined);
    return Math.max(here, stored ?? 0, Date.parse(session.shown_at));
  }

  /** Whether it has reached one of its limits. */
  isOver({ expires_at: until }: PersonSession, lastUseMs: number): boolean {
    const nowMs = this.clock.nowMs();
    return nowMs - lastUseMs >= IDLE_MS || nowMs >= Date.parse(until);
  }

  /** Of sessions that have ended: nothing is kept of them. */
  forget(ended: readonly PersonSession[]): void {
    for (const { session } of ended) {
      this.#uses.delete(session);
      this.stored.forget(session, this.clock.nowMs());
    }
  }

  /** Those of `before` that are no more. */
  forgetEnded(before: Person | undefined, after: Person): void {
    this.forget(before?.sessions.filter(({ session }) => !sessionOf(after, session)) ?? []);
  }

  /** False where it has been idle for too long. */
  async #touch(session: PersonSession): Promise<boolean> {
    const nowMs = this.clock.nowMs();
    const known = this.#uses.get(session.session);
    if (known && nowMs - known.keptAtMs < USE_KEPT_EVERY_MS) {
      known.usedAtMs = nowMs;
      return true;
    }
    if (this.isOver(session, await this.lastUse(session))) return false;
    this.stored.keep(session.session, nowMs);
    this.#uses.delete(session.session);
    this.#uses.set(session.session, { usedAtMs: nowMs, keptAtMs: nowMs });
    if (this.#uses.size > MOST_KNOWN) this.#uses.delete(this.#uses.keys().next().value ?? '');
    return true;
  }
}

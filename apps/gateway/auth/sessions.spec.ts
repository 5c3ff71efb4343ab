import type { Directory } from '#directory';
import { evolvePerson, type Person } from '#identity';
import type { Clock } from '#process';
import type { FastifyRequest } from 'fastify';
import type { FollowedLog } from '../books/followed-log.js';
import type { FrontDoor } from './front-door.js';
import { SessionAuthenticator } from './session-authenticator.js';
import type { SessionCookies } from './session.cookie.js';
import { IDLE_MS, SESSION_MS, Sessions } from './sessions.js';

const START_MS = Date.UTC(2026, 10, 1);
const HOUR_MS = 3_600_000;
const at = (ms: number): string => new Date(START_MS + ms).toISOString();

/** Somebody whose session was opened at the start. */
function person(): Person {
  const data = { person: 'per_1', how: 'first_start', address_hash: 'h', email: 'e', is_proven: true } as const;
  const registered = evolvePerson(undefined, { type: 'PersonRegistered', data }, { revision: 0n, at: at(0) });
  const opened = { person: 'per_1', session: 'ses_1', expires_at: at(SESSION_MS), factors: ['password'] } as const;
  return evolvePerson(registered, { type: 'SessionOpened', data: opened }, { revision: 1n, at: at(0) });
}

/** What gateways share: when sessions were last used. */
function gateways() {
  const kept = new Map<string, number>();
  const writes: number[] = [];
  const stored = {
    find: (session: string) => Promise.resolve(kept.get(session)),
    keep: (session: string, usedAtMs: number) => void (kept.set(session, usedAtMs), writes.push(usedAtMs - START_MS)),
    forget: (session: string) => void kept.delete(session),
  };
  const clock = { ms: 0 };
  const state = { person: person(), behindMs: 0 };
  const directory = { person: () => state.person, installationRoleOf: () => null, membershipsOf: () => [] } as unknown as Directory;
  const cookies = { read: () => ({ person: 'per_1', session: 'ses_1' }) } as unknown as SessionCookies;
  const times = { nowMs: () => START_MS + clock.ms, now: () => at(clock.ms) } as unknown as Clock;
  const gateway = () => {
    const sessions = new Sessions(directory, cookies, times, stored);
    const followed = {
      get behindMs() {
        return state.behindMs;
      },
    } as FollowedLog;
    const door = { refuseForeignWrite: () => undefined } as unknown as FrontDoor;
    const authenticator = new SessionAuthenticator(sessions, directory, door, followed, times);
    return {
      sessions,
      isOpen: async () => (await sessions.use({} as FastifyRequest)) !== undefined,
      write: (method: string) => authenticator.authenticate({ method, headers: {} } as FastifyRequest, { kind: 'person' }, false),
    };
  };
  return { gateway, clock, writes, kept, state };
}

describe('a session', () => {
  it('ends twelve hours after its last use, on whichever gateway that was', async () => {
    const { gateway, clock } = gateways();
    const [one, other] = [gateway(), gateway()];
    clock.ms = IDLE_MS - 1;
    expect(await one.isOpen()).toBe(true);
    clock.ms = 2 * IDLE_MS - 2;
    expect(await other.isOpen()).toBe(true);
    clock.ms = 3 * IDLE_MS - 2;
    expect([await one.isOpen(), await other.isOpen()]).toEqual([false, false]);
  });

  it('ends seven days after its sign-in, however much it is used', async () => {
    const { gateway, clock } = gateways();
    const { isOpen } = gateway();
    for (clock.ms = 0; clock.ms < SESSION_MS; clock.ms += HOUR_MS) expect(await isOpen()).toBe(true);
    clock.ms = SESSION_MS;
    expect(await isOpen()).toBe(false);
  });

  it('has its last use written once a minute at most', async () => {
    const { gateway, clock, writes } = gateways();
    const { isOpen } = gateway();
    for (clock.ms = 0; clock.ms <= 120_000; clock.ms += 10_000) await isOpen();
    expect(writes).toEqual([0, 60_000, 120_000]);
  });

  it('is taken for older where its last use was lost', async () => {
    const { gateway, clock, kept } = gateways();
    clock.ms = IDLE_MS - 1;
    await gateway().isOpen();
    kept.clear();
    clock.ms = IDLE_MS;
    expect(await gateway().isOpen()).toBe(false);
  });

  it('leaves nothing behind once it has ended', async () => {
    const { gateway, state, kept } = gateways();
    const { sessions, isOpen } = gateway();
    await isOpen();
    sessions.forgetEnded(state.person, { ...state.person, sessions: [] });
    expect(kept.size).toBe(0);
  });

  it('reads and does not write at a gateway that has not followed the log for ten seconds', async () => {
    const { gateway, state } = gateways();
    const { write } = gateway();
    state.behindMs = 9_999;
    await expect(write('POST')).resolves.toMatchObject({ actor: 'person:per_1' });
    state.behindMs = 10_000;
    await expect(write('POST')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 });
    await expect(write('GET')).resolves.toMatchObject({ actor: 'person:per_1' });
  });
});

import { mintCommandId } from '#event-store';
import { sessionOf, type OpenedSession, type Person, type ShownFactors } from '#identity';
import { Clock } from '#process';
import { PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { thrown } from './answered.js';
import { administrationUntil } from './asking.js';
import { refusedBy } from '../idempotency/entity-refusals.js';
import { newId } from '../ground/request-id.js';
import type { PersonCaller } from './callers.js';
import { FrontDoor } from './front-door.js';
import { PersonWriter } from './person-writer.js';
import { SESSION_MS } from './sessions.js';

/** Where somebody signs in from. */
export interface Client {
  readonly address: string;
  /** As the browser calls itself. */
  readonly agent: string;
}

const MAX_AGENT_CHARACTERS = 300;

export function clientOf(request: FastifyRequest, door: FrontDoor): Client {
  return { address: door.addressOf(request), agent: (request.headers['user-agent'] ?? '').slice(0, MAX_AGENT_CHARACTERS) };
}

/** Opens sessions for those who have shown who they are. */
@Injectable()
export class SessionOpener {
  constructor(
    private readonly people: PersonWriter,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
  ) {}

  /** Throws `UNAUTHENTICATED` where what was shown has counted meanwhile. */
  async open(person: Person, shown: ShownFactors, client: Client, cause: string, challengedAt?: string): Promise<PersonCaller> {
    const opens = await this.opened(person.person, shown, client);
    const origin = { actor: `person:${person.person}`, cause, commandId: mintCommandId(), untilMs: administrationUntil() };
    const at = this.clock.now();
    const command = { type: 'OpenSession', at, ...opens, ...(challengedAt !== undefined && { challengedAt }) } as const;
    const written = await this.people.write(person.person, command, origin);
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    const session = sessionOf(written.state, opens.session);
    if (!session) throw new TypeError('A session was opened and is not there');
    return { actor: origin.actor, person: written.state, session };
  }

  /** For commands that open one beside what else they do. */
  async opened(person: string, shown: ShownFactors, { address, agent }: Client): Promise<OpenedSession> {
    const sealed = await this.personalData.seal(person, { address, client: agent });
    return { session: newId('ses'), expiresAt: new Date(this.clock.nowMs() + SESSION_MS).toISOString(), shown, sealed };
  }
}

import { Directory, type EntityOrigin } from '#directory';
import { derivedId } from '#event-store';
import { sealPassword, type OpenedSession } from '#identity';
import { MasterKey } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { KnownFactors } from './known-factors.js';
import { PersonWriter, type PersonWritten } from './person-writer.js';
import { SessionOpener, type Client } from './session-opener.js';
import { SignInThrottle } from './guessing/sign-in.throttle.js';

/** One session is over on every gateway, whoever still has its cookie. */
export class EndSession extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['SessionEnded'];

  constructor(
    readonly person: string,
    readonly session: string,
    readonly reason: 'signed_out' | 'revoked',
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(private readonly people: PersonWriter) {}

  execute({ person, session, reason, origin }: EndSession): Promise<PersonWritten> {
    return this.people.write(person, { type: 'EndSession', session, reason }, origin);
  }
}

/** All of one person, but the one that is kept. */
export class EndSessions extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['SessionsEnded'];

  constructor(
    readonly person: string,
    readonly keeps: string | undefined,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(EndSessions)
export class EndSessionsHandler implements ICommandHandler<EndSessions> {
  constructor(private readonly people: PersonWriter) {}

  execute({ person, keeps, origin }: EndSessions): Promise<PersonWritten> {
    return this.people.write(person, { type: 'EndSessions', ...(keeps !== undefined && { keeps }) }, origin);
  }
}

/** Every session of everybody who has a role of the installation. Resolves to the position behind the last. */
export class EndAllSessions extends Command<bigint> {
  static readonly writes: readonly EventType[] = ['SessionsEnded'];

  constructor(readonly origin: EntityOrigin) {
    super();
  }
}

@CommandHandler(EndAllSessions)
export class EndAllSessionsHandler implements ICommandHandler<EndAllSessions> {
  constructor(
    private readonly people: PersonWriter,
    private readonly directory: Directory,
  ) {}

  async execute({ origin }: EndAllSessions): Promise<bigint> {
    let reached = 0n;
    for (const { person } of this.directory.list('person', { limit: Infinity })) {
      if (this.directory.installationRoleOf(person) === null) continue;
      const own = { ...origin, commandId: derivedId('end-sessions', origin.commandId, person) };
      const written = await this.people.write(person, { type: 'EndSessions' }, own);
      if (written.refusal === undefined && written.position > reached) reached = written.position;
    }
    return reached;
  }
}

/**
 * Wants the password so far where there is one, guessed no more often than at a sign-in. All sessions of the person end; whoever asked goes
 * on in a new one.
 */
export class ChangePassword extends Command<{ readonly written: PersonWritten; readonly opens: OpenedSession | undefined }> {
  static readonly writes: readonly EventType[] = ['PasswordSet', 'SessionsEnded', 'SessionOpened'];

  constructor(
    readonly person: string,
    readonly facts: { readonly current: string; readonly next: string; readonly client: Client },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly people: PersonWriter,
    private readonly directory: Directory,
    private readonly master: MasterKey,
    private readonly throttle: SignInThrottle,
    private readonly factors: KnownFactors,
    private readonly opener: SessionOpener,
  ) {}

  async execute({ person: id, facts: { current, next, client }, origin }: ChangePassword) {
    const succeeded = await this.throttle.attempt(`password of ${id}`, client.address);
    const person = this.directory.person(id);
    const replaces = person?.sealed.password;
    if (!person || (replaces !== undefined && !(await this.factors.isPassword(person, current)))) {
      return { written: { refusal: WRONG }, opens: undefined };
    }
    await succeeded();
    const password = await sealPassword(id, next, this.master);
    const opens = await this.opener.opened(id, { factors: ['password'] }, client);
    const written = await this.people.write(id, { type: 'ChangePassword', replaces, password, opens }, origin, 'password');
    return { written, opens };
  }
}

const WRONG = { code: 'PASSWORD_WRONG', message: 'current_password is not the password so far', field: 'current_password' } as const;

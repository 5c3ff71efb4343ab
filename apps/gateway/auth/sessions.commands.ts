import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { derivedId } from '#event-store';
import { decideAdmin, sealPassword, verifyAdmin, type AdminRefusal } from '#identity';
import { Clock } from '#process';
import { MasterKey } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import type { Session } from './session.cookie.js';
import { SignInThrottle } from './sign-in.throttle.js';

type AdminWritten = EntityWritten<'admin', AdminRefusal | 'PASSWORD_WRONG'>;

/** Signs out: the session is over on every gateway, whoever still has its cookie. */
export class EndSession extends Command<AdminWritten> {
  static readonly writes: readonly EventType[] = ['AdminSessionEnded', 'AdminSessionsEnded'];

  constructor(
    readonly session: Session,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly clock: Clock,
  ) {}

  execute({ session, origin }: EndSession): Promise<AdminWritten> {
    const [at, expiresAt] = [this.clock.now(), new Date(session.endsAtMs).toISOString()];
    return this.writer.write({ kind: 'admin', id: session.admin }, origin, (state) =>
      decideAdmin({ type: 'EndAdminSession', at, session, expiresAt }, state),
    );
  }
}

/** Every session of every admin. Resolves to the position behind the last. */
export class EndAllSessions extends Command<bigint> {
  static readonly writes: readonly EventType[] = ['AdminSessionsEnded'];

  constructor(readonly origin: EntityOrigin) {
    super();
  }
}

@CommandHandler(EndAllSessions)
export class EndAllSessionsHandler implements ICommandHandler<EndAllSessions> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
  ) {}

  async execute({ origin }: EndAllSessions): Promise<bigint> {
    let reached = 0n;
    for (const { admin } of this.directory.list('admin', { limit: Infinity })) {
      const own = { ...origin, commandId: derivedId('end-sessions', origin.commandId, admin) };
      const written = await this.writer.write({ kind: 'admin', id: admin }, own, (state) =>
        decideAdmin({ type: 'EndAdminSessions' }, state),
      );
      if (written.refusal === undefined && written.position > reached) reached = written.position;
    }
    return reached;
  }
}

/** Wants the password so far, guessed no more often than at a sign-in. All sessions of the admin end. */
export class ChangePassword extends Command<AdminWritten> {
  static readonly writes: readonly EventType[] = ['AdminPasswordChanged'];

  constructor(
    readonly admin: string,
    readonly facts: { readonly current: string; readonly next: string; readonly address: string },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly master: MasterKey,
    private readonly throttle: SignInThrottle,
  ) {}

  async execute({ admin: id, facts, origin }: ChangePassword): Promise<AdminWritten> {
    const succeeded = await this.throttle.attempt(`password of ${id}`, facts.address);
    const admin = this.directory.row('admin', id)?.state;
    if (!admin) return { refusal: { code: 'ADMIN_UNKNOWN', message: 'There is no such admin' } };
    if (!(await verifyAdmin(admin, facts.current, this.master))) return { refusal: WRONG };
    await succeeded();
    const password = await sealPassword(id, facts.next, this.master);
    const command = { type: 'ChangeAdminPassword', replaces: admin.sealed.password, password } as const;
    return this.writer.write({ kind: 'admin', id }, origin, (state) => decideAdmin(command, state));
  }
}

const WRONG = { code: 'PASSWORD_WRONG', message: 'current_password is not the password so far', field: 'current_password' } as const;

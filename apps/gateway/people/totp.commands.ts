import { Directory, type EntityOrigin } from '#directory';
import { InstallationSecrets, mintRecoveryCodes, newTotpSecret, totpStep, totpUri } from '#identity';
import { Clock } from '#process';
import { PersonalData } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonWriter, type PersonWritten } from '../auth/person-writer.js';
import type { EventType } from '../ground/event-types.js';

const ISSUER = 'Tokenok';

/** Whose session asks, and goes on when all others end. */
export interface OwnSession {
  readonly person: string;
  readonly session: string;
}

type Shown<Secret> = { readonly written: PersonWritten; readonly shown: Secret };

/** A secret for an authenticator app; it counts once a code of it was given. */
export class BeginTotp extends Command<Shown<{ readonly secret: string; readonly uri: string }>> {
  static readonly writes: readonly EventType[] = ['TotpBegun'];

  constructor(
    readonly person: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(BeginTotp)
export class BeginTotpHandler implements ICommandHandler<BeginTotp> {
  constructor(
    private readonly people: PersonWriter,
    private readonly directory: Directory,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ person: id, origin }: BeginTotp) {
    const secret = newTotpSecret();
    const person = this.directory.person(id);
    const { email } = person ? await this.personalData.open(id, { email: person.sealed.email }) : { email: null };
    const { totp } = await this.personalData.seal(id, { totp: secret });
    const written = await this.people.write(id, { type: 'BeginTotp', secret: totp }, origin);
    return { written, shown: { secret, uri: totpUri(secret, ISSUER, email ?? id) } };
  }
}

/** Shows that the app has the secret. Answers the recovery codes. */
export class ConfirmTotp extends Command<Shown<readonly string[]>> {
  static readonly writes: readonly EventType[] = ['TotpConfirmed', 'RecoveryCodesMade', 'SessionsEnded'];

  constructor(
    readonly own: OwnSession,
    readonly code: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ConfirmTotp)
export class ConfirmTotpHandler implements ICommandHandler<ConfirmTotp> {
  constructor(
    private readonly people: PersonWriter,
    private readonly directory: Directory,
    private readonly personalData: PersonalData,
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
  ) {}

  async execute({ own: { person: id, session: keeps }, code, origin }: ConfirmTotp): Promise<Shown<readonly string[]>> {
    const begun = this.directory.person(id)?.totp_begun?.secret;
    if (begun === undefined) return { written: { refusal: NOT_BEGUN }, shown: [] };
    const { totp } = await this.personalData.open(id, { totp: begun });
    const step = totp === null ? undefined : totpStep(totp, code, this.clock.nowMs());
    if (step === undefined) return { written: { refusal: WRONG }, shown: [] };
    const { codes, hashes } = mintRecoveryCodes(this.installation.pepper, id);
    const command = { type: 'ConfirmTotp', secret: begun, step, codes: hashes, keeps } as const;
    return { written: await this.people.write(id, command, origin, 'totp'), shown: codes };
  }
}

export class RemoveTotp extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['TotpRemoved', 'SessionsEnded'];

  constructor(
    readonly own: OwnSession,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(RemoveTotp)
export class RemoveTotpHandler implements ICommandHandler<RemoveTotp> {
  constructor(private readonly people: PersonWriter) {}

  execute({ own: { person, session: keeps }, origin }: RemoveTotp): Promise<PersonWritten> {
    return this.people.write(person, { type: 'RemoveTotp', keeps }, origin, 'totp');
  }
}

/** New ones; those before are worth nothing any more. */
export class MakeRecoveryCodes extends Command<Shown<readonly string[]>> {
  static readonly writes: readonly EventType[] = ['RecoveryCodesMade', 'SessionsEnded'];

  constructor(
    readonly own: OwnSession,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(MakeRecoveryCodes)
export class MakeRecoveryCodesHandler implements ICommandHandler<MakeRecoveryCodes> {
  constructor(
    private readonly people: PersonWriter,
    private readonly installation: InstallationSecrets,
  ) {}

  async execute({ own: { person, session: keeps }, origin }: MakeRecoveryCodes): Promise<Shown<readonly string[]>> {
    const { codes, hashes } = mintRecoveryCodes(this.installation.pepper, person);
    const command = { type: 'MakeRecoveryCodes', codes: hashes, keeps } as const;
    return { written: await this.people.write(person, command, origin, 'recovery_codes'), shown: codes };
  }
}

const NOT_BEGUN = { code: 'TOTP_OFF', message: 'Begin first: POST /session/totp makes the secret' } as const;
const WRONG = { code: 'CODE_WRONG', message: 'The code is not one of this secret, or is too old', field: 'code' } as const;

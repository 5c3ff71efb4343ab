import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { InstallationSecrets, decidePerson, hashToken, mintToken, sealPassword, type PersonRefusal } from '#identity';
import type { Language } from '#mail';
import { Clock } from '#process';
import { MasterKey } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { readToken, spellToken } from '../mail/link-token.js';
import { Links } from '../mail/links.js';
import { Mailer } from '../mail/mailer.js';
import { PersonMail } from '../mail/person-mail.js';

/** How long a link for a new password, a new address or a sign-up works. */
export const LINK_SECONDS = 60 * 60;

export type PersonWritten = EntityWritten<'person', PersonRefusal>;

export interface AskedReset {
  readonly written: PersonWritten;
  readonly isMailed: boolean;
  /** To be shown once, where no mail is sent. */
  readonly link: string | undefined;
}

/** A link with which whoever is meant chooses a new password. One that was asked for before works no more. */
export class AskPasswordReset extends Command<AskedReset> {
  static readonly writes: readonly EventType[] = ['PasswordResetAsked'];

  constructor(
    readonly person: string,
    readonly language: Language,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(AskPasswordReset)
export class AskPasswordResetHandler implements ICommandHandler<AskPasswordReset> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly installation: InstallationSecrets,
    private readonly mailer: Mailer,
    private readonly mail: PersonMail,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  async execute({ person: id, language, origin }: AskPasswordReset): Promise<AskedReset> {
    const secret = mintToken();
    const tokenHash = hashToken(this.installation.pepper, 'reset', secret);
    const expiresAt = new Date(this.clock.nowMs() + LINK_SECONDS * 1_000).toISOString();
    const isMailed = this.mailer.isOn;
    const command = { type: 'AskPasswordReset', tokenHash, expiresAt, isMailed } as const;
    const written = await this.writer.write({ kind: 'person', id }, origin, (state) => decidePerson(command, state));
    if (written.refusal || written.state.reset?.token_hash !== tokenHash) return { written, isMailed, link: undefined };
    const link = this.links.to('reset', spellToken(secret, id));
    if (!isMailed) return { written, isMailed, link };
    return { written, isMailed: await this.mail.send(written.state, { kind: 'reset', link, expiresAt }, language), link: undefined };
  }
}

/** By the link. All sessions end; a second factor stays, but for whose address was not proven before. */
export class ResetPassword extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['AddressProven', 'PasswordSet', 'SessionsEnded'];

  constructor(
    readonly token: string,
    readonly password: string,
    readonly origin: Omit<EntityOrigin, 'actor'>,
  ) {
    super();
  }
}

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly master: MasterKey,
    private readonly mail: PersonMail,
    private readonly clock: Clock,
  ) {}

  async execute({ token, password, origin }: ResetPassword): Promise<PersonWritten> {
    const { about = [], secret = '' } = readToken(token) ?? {};
    const [id = ''] = about;
    const tokenHash = hashToken(this.installation.pepper, 'reset', secret);
    const command = { type: 'ResetPassword', at: this.clock.now(), tokenHash, password: '' } as const;
    const before = this.directory.person(id);
    const { refusal } = decidePerson(command, before);
    if (refusal || !before) return { refusal: SPENT };
    const sealed = await sealPassword(id, password, this.master);
    const written = await this.writer.write({ kind: 'person', id }, { ...origin, actor: `person:${id}` }, (state) =>
      decidePerson({ ...command, password: sealed }, state),
    );
    if (!written.refusal) this.mail.changed(before, 'reset');
    return written;
  }
}

/** The same, as HTTP knows it. */
export const SPENT_LINK = {
  code: 'LINK_SPENT',
  message: 'This link was used, has run out, or was replaced by a newer one',
  field: 'token',
} as const;

export const SPENT = {
  code: 'TOKEN_SPENT',
  message: 'This link was used, has run out, or was replaced by a newer one',
  field: 'token',
} as const;

import { Directory, type EntityOrigin } from '#directory';
import { Clock } from '#process';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { KnownFactors } from '../auth/known-factors.js';
import { PersonWriter, type PersonWritten } from '../auth/person-writer.js';
import { SignInThrottle } from '../auth/guessing/sign-in.throttle.js';
import type { EventType } from '../ground/event-types.js';

/** Guessed no more often than at a sign-in. */
export class StepUp extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['SessionSteppedUp'];

  constructor(
    readonly person: string,
    readonly session: string,
    readonly facts: { readonly password: string; readonly code?: string | undefined; readonly address: string },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(StepUp)
export class StepUpHandler implements ICommandHandler<StepUp> {
  constructor(
    private readonly people: PersonWriter,
    private readonly directory: Directory,
    private readonly factors: KnownFactors,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  async execute({ person: id, session, facts: { password, code, address }, origin }: StepUp): Promise<PersonWritten> {
    const succeeded = await this.throttle.attempt(`password of ${id}`, address);
    const person = this.directory.person(id);
    if (!person) return { refusal: { code: 'PERSON_UNKNOWN', message: 'There is no such person' } };
    const shown = await this.factors.shown(person, password, code);
    if (!shown) return { refusal: WRONG };
    const written = await this.people.write(id, { type: 'StepUp', at: this.clock.now(), session, shown }, origin);
    if (!written.refusal) await succeeded();
    return written;
  }
}

const WRONG = { code: 'PASSWORD_WRONG', message: 'The password is wrong', field: 'password' } as const;

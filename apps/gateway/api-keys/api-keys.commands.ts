import { Clock } from '#process';
import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { InstallationSecrets, WAS_ERASED, decideKey, mintKey, type KeyPolicy, type KeyPower, type KeyRefusal } from '#identity';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type KeyWritten = EntityWritten<'key', KeyRefusal | 'CUSTOMER_UNKNOWN' | 'CUSTOMER_ERASED'>;
/** The secret is known here alone, until the answer is sent. Undefined where an earlier try of the command wrote another: nobody knows that one any more. */
type SecretWritten = { readonly written: KeyWritten; readonly secret: string | undefined };

export interface NewKeyFacts {
  readonly name: string;
  readonly scopes?: readonly string[];
  readonly policy?: KeyPolicy;
  readonly expiresAt?: string;
  /** Of the key that makes it; absent where an admin does. */
  readonly by?: KeyPower;
}

export interface RotationFacts {
  readonly overlapSeconds: number;
  /** Hash of the secret that is meant; undefined where the key is not known here. */
  readonly replaces: string | undefined;
  /** Of the key that rotates it; absent where an admin does. */
  readonly by?: KeyPower;
}

export class IssueKey extends Command<SecretWritten> {
  static readonly writes: readonly EventType[] = ['KeyIssued'];

  constructor(
    readonly key: string,
    readonly customer: string,
    readonly facts: NewKeyFacts,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(IssueKey)
export class IssueKeyHandler implements ICommandHandler<IssueKey> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
  ) {}

  async execute({ key, customer: id, facts, origin }: IssueKey): Promise<SecretWritten> {
    const customer = this.directory.customer(id);
    if (!customer) return { written: { refusal: NO_CUSTOMER }, secret: undefined };
    if (customer.status === 'erased') return { written: { refusal: ERASED }, secret: undefined };
    const { secret, prefix, hash } = mintKey(this.installation.pepper);
    const at = this.clock.now();
    const written = await this.writer.write({ kind: 'key', id: key }, origin, (state) =>
      decideKey({ type: 'IssueKey', at, key, customer: id, account: customer.account, prefix, hash, ...facts }, state),
    );
    return { written, secret: written.state?.hash === hash ? secret : undefined };
  }
}

/** A key is found through its customer: another customer's key is as good as none. */
abstract class KeyOfCustomer<Result> extends Command<Result> {
  constructor(
    readonly customer: string,
    readonly key: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

export class RotateKey extends KeyOfCustomer<SecretWritten> {
  static readonly writes: readonly EventType[] = ['KeyRotated'];

  constructor(
    customer: string,
    key: string,
    readonly facts: RotationFacts,
    origin: EntityOrigin,
  ) {
    super(customer, key, origin);
  }
}

@CommandHandler(RotateKey)
export class RotateKeyHandler implements ICommandHandler<RotateKey> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
  ) {}

  async execute({ customer, key, facts, origin }: RotateKey): Promise<SecretWritten> {
    if (!isOwn(this.directory, customer, key)) return { written: { refusal: NO_KEY }, secret: undefined };
    const { secret, prefix, hash } = mintKey(this.installation.pepper);
    const nowMs = this.clock.nowMs();
    const at = new Date(nowMs).toISOString();
    const { overlapSeconds, replaces, by } = facts;
    const previousValidUntil = new Date(nowMs + overlapSeconds * 1_000).toISOString();
    const meant = { ...(replaces !== undefined && { replaces }), ...(by && { by }) };
    const written = await this.writer.write({ kind: 'key', id: key }, origin, (state) =>
      decideKey({ type: 'RotateKey', at, prefix, hash, previousValidUntil, ...meant }, state),
    );
    return { written, secret: written.state?.hash === hash ? secret : undefined };
  }
}

export class RevokeKey extends KeyOfCustomer<KeyWritten> {
  static readonly writes: readonly EventType[] = ['KeyRevoked'];
}

@CommandHandler(RevokeKey)
export class RevokeKeyHandler implements ICommandHandler<RevokeKey> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
  ) {}

  async execute({ customer, key, origin }: RevokeKey): Promise<KeyWritten> {
    if (!isOwn(this.directory, customer, key)) return { refusal: NO_KEY };
    return this.writer.write({ kind: 'key', id: key }, origin, (state) => decideKey({ type: 'RevokeKey' }, state));
  }
}

const isOwn = (directory: Directory, customer: string, key: string): boolean => directory.key(key)?.customer === customer;

const NO_CUSTOMER = { code: 'CUSTOMER_UNKNOWN', message: 'There is no such customer' } as const;
const ERASED = { code: 'CUSTOMER_ERASED', message: WAS_ERASED } as const;
const NO_KEY = { code: 'KEY_UNKNOWN', message: 'There is no such key' } as const;

import { decideAlias, type AliasRefusal, type ModelRefusal, type PointAlias as Pointing } from '#catalog';
import { Directory, NameKeeper, type EntityOrigin, type EntityWritten } from '#directory';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type AliasWritten = EntityWritten<'alias', AliasRefusal | ModelRefusal>;

export class PointAlias extends Command<AliasWritten> {
  static readonly writes: readonly EventType[] = ['NameClaimed', 'AliasPointed', 'ModelRemoved', 'NameReleased'];

  constructor(
    readonly alias: string,
    readonly targets: Pointing['targets'],
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(PointAlias)
export class PointAliasHandler implements ICommandHandler<PointAlias> {
  constructor(
    private readonly names: NameKeeper,
    private readonly directory: Directory,
  ) {}

  execute({ alias, targets, origin }: PointAlias): Promise<AliasWritten> {
    return this.names.write({ kind: 'alias', id: alias }, origin, (state) =>
      decideAlias({ type: 'PointAlias', alias, targets }, state, this.directory),
    );
  }
}

export class RemoveAlias extends Command<AliasWritten> {
  static readonly writes: readonly EventType[] = ['AliasRemoved', 'NameReleased'];

  constructor(
    readonly alias: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(RemoveAlias)
export class RemoveAliasHandler implements ICommandHandler<RemoveAlias> {
  constructor(private readonly names: NameKeeper) {}

  execute({ alias, origin }: RemoveAlias): Promise<AliasWritten> {
    return this.names.remove({ kind: 'alias', id: alias }, origin);
  }
}

import { decideAlias, type AliasRefusal, type PointAlias as Pointing } from '#catalog';
import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type AliasWritten = EntityWritten<'alias', AliasRefusal>;

export class PointAlias extends Command<AliasWritten> {
  static readonly writes: readonly EventType[] = ['AliasPointed'];

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
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
  ) {}

  execute({ alias, targets, origin }: PointAlias): Promise<AliasWritten> {
    return this.writer.write({ kind: 'alias', id: alias }, origin, (state) =>
      decideAlias({ type: 'PointAlias', alias, targets }, state, this.directory),
    );
  }
}

import { decideModel, type AliasRefusal, type ModelLimits, type ModelRefusal, type PriceDocument, type TargetDocument } from '#catalog';
import { Directory, NameKeeper, type EntityOrigin, type EntityWritten } from '#directory';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type ModelWritten = EntityWritten<'model', ModelRefusal | AliasRefusal>;

export class ConfigureModel extends Command<ModelWritten> {
  static readonly writes: readonly EventType[] = ['NameClaimed', 'ModelConfigured', 'ModelPriced', 'AliasRemoved', 'NameReleased'];

  constructor(
    readonly model: string,
    readonly facts: { readonly targets: readonly TargetDocument[]; readonly price: PriceDocument; readonly limits: ModelLimits },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ConfigureModel)
export class ConfigureModelHandler implements ICommandHandler<ConfigureModel> {
  constructor(
    private readonly names: NameKeeper,
    private readonly directory: Directory,
  ) {}

  execute({ model, facts, origin }: ConfigureModel): Promise<ModelWritten> {
    return this.names.write({ kind: 'model', id: model }, origin, (state) =>
      decideModel({ type: 'ConfigureModel', model, ...facts }, state, this.directory),
    );
  }
}

export class RemoveModel extends Command<ModelWritten> {
  static readonly writes: readonly EventType[] = ['ModelRemoved', 'NameReleased'];

  constructor(
    readonly model: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(RemoveModel)
export class RemoveModelHandler implements ICommandHandler<RemoveModel> {
  constructor(private readonly names: NameKeeper) {}

  execute({ model, origin }: RemoveModel): Promise<ModelWritten> {
    return this.names.remove({ kind: 'model', id: model }, origin);
  }
}

import { decideModel, type ModelLimits, type ModelRefusal, type PriceDocument, type TargetDocument } from '#catalog';
import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type ModelWritten = EntityWritten<'model', ModelRefusal>;

export class ConfigureModel extends Command<ModelWritten> {
  static readonly writes: readonly EventType[] = ['ModelConfigured', 'ModelPriced'];

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
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
  ) {}

  execute({ model, facts, origin }: ConfigureModel): Promise<ModelWritten> {
    return this.writer.write({ kind: 'model', id: model }, origin, (state) =>
      decideModel({ type: 'ConfigureModel', model, ...facts }, state, this.directory),
    );
  }
}

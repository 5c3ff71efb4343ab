import { decideProvider, sealCredential, type ProviderRefusal, type Traits } from '#catalog';
import { EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { MasterKey } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type ProviderWritten = EntityWritten<'provider', ProviderRefusal>;

export class ConfigureProvider extends Command<ProviderWritten> {
  static readonly writes: readonly EventType[] = ['ProviderConfigured'];

  constructor(
    readonly provider: string,
    readonly facts: { readonly protocol: string; readonly baseUrl: string; readonly apiKey: string; readonly traits?: Traits },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ConfigureProvider)
export class ConfigureProviderHandler implements ICommandHandler<ConfigureProvider> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly master: MasterKey,
  ) {}

  execute({ provider, facts, origin }: ConfigureProvider): Promise<ProviderWritten> {
    const { apiKey, ...configuration } = facts;
    return this.writer.write({ kind: 'provider', id: provider }, origin, (state) => {
      const credential = sealCredential(this.master, provider, apiKey, state);
      return decideProvider({ type: 'ConfigureProvider', provider, credential, ...configuration }, state);
    });
  }
}

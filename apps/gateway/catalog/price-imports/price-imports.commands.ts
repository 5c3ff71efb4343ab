import { Clock } from '#process';
import {
  decideImportedRow,
  decidePriceImport,
  type DraftedRow,
  type ImportedRowRefusal,
  type PriceApplication,
  type PriceImport,
  type PriceImportCommand,
  type PriceImportRefusal,
} from '#catalog';
import { Directory, EntityWriter, NameKeeper, type EntityOrigin, type EntityWritten } from '#directory';
import { derivedId, mintCommandId } from '#event-store';
import { checkProviders, proposeRows, type NamedModel, type ProviderMapRefusal } from '#price-lists';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../../ground/event-types.js';
import type { ListRefusalCode } from '#price-lists';
import { PriceLists, type ListRequest } from './price-lists.service.js';

type ImportWritten = EntityWritten<'price-import', PriceImportRefusal | ProviderMapRefusal | ListRefusalCode>;

export interface ImportFacts {
  readonly list: Omit<ListRequest, 'providers'>;
  /** The list's providers by ours; undefined: each of ours by its own name. */
  readonly providers?: Readonly<Record<string, string>>;
  readonly models: readonly NamedModel[];
  readonly apply: PriceApplication;
  readonly markupPpm: number;
}

export class DraftPriceImport extends Command<ImportWritten> {
  static readonly writes: readonly EventType[] = ['PriceImportDrafted'];

  constructor(
    readonly id: string,
    readonly facts: ImportFacts,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

export class ConfirmPriceImport extends Command<ImportWritten> {
  static readonly writes: readonly EventType[] = [
    'PriceImportConfirmed',
    'PriceImportRowApplied',
    'PriceImportRowRefused',
    'NameClaimed',
    'ModelConfigured',
    'ModelPriced',
    'AliasRemoved',
    'NameReleased',
  ];

  constructor(
    readonly id: string,
    readonly models: readonly string[] | undefined,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

export class DiscardPriceImport extends Command<ImportWritten> {
  static readonly writes: readonly EventType[] = ['PriceImportDiscarded'];

  constructor(
    readonly id: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(DraftPriceImport)
export class DraftPriceImportHandler implements ICommandHandler<DraftPriceImport> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly lists: PriceLists,
    private readonly clock: Clock,
  ) {}

  async execute({ id, facts, origin }: DraftPriceImport): Promise<ImportWritten> {
    const { providers, models: named, apply, markupPpm } = facts;
    const ours = this.directory.list('provider', { limit: Infinity }).map(({ provider }) => provider);
    const asked = [...Object.values(providers ?? {}), ...(providers ? [] : ours), ...named.map(({ list_provider }) => list_provider)];
    const opened = await this.lists.open({ ...facts.list, providers: asked }, this.clock.now(), origin.actor);
    if (opened.refusal) return opened;
    const { list, source } = opened;
    const refusal = checkProviders(list, providers ?? {}, this.directory);
    if (refusal) return { refusal };
    const listProviderOf = (provider: string): string | undefined => {
      if (providers) return Object.hasOwn(providers, provider) ? providers[provider] : undefined;
      return list.hasProvider(provider) ? provider : undefined;
    };
    const models = this.directory
      .list('model', { limit: Infinity })
      .map((model) => ({ model, revision: this.directory.tip({ kind: 'model', id: model.model }).revision }));
    const proposal = { import: id, source, apply, markupPpm, listProviderOf, named };
    const rows = proposeRows(list, proposal, models, this.directory);
    return this.writer.write({ kind: 'price-import', id }, origin, (state) =>
      decidePriceImport({ type: 'DraftPriceImport', import: id, source, apply, markupPpm, rows }, state),
    );
  }
}

/**
 * First that these rows are confirmed, then each of them: its model, and what became of it. Each step has an id that follows from the import and the
 * row, so whoever confirms again after a crash finishes what is missing, and writes nothing twice.
 */
@CommandHandler(ConfirmPriceImport)
export class ConfirmPriceImportHandler implements ICommandHandler<ConfirmPriceImport> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly names: NameKeeper,
    private readonly directory: Directory,
  ) {}

  async execute({ id, models, origin }: ConfirmPriceImport): Promise<ImportWritten> {
    let written = await this.decide(id, origin, { type: 'ConfirmPriceImport', by: origin.actor, ...(models && { models }) });
    if (written.refusal) return written;
    const confirmed = written.state;
    for (const row of confirmed.rows.filter(({ status }) => status === 'confirmed')) {
      const outcome = await this.apply(row, confirmed, origin);
      const own = { actor: origin.actor, cause: origin.cause, commandId: mintCommandId() };
      written = await this.decide(id, own, { type: 'RecordImportedRow', model: row.model, outcome });
    }
    return written;
  }

  private decide(
    id: string,
    origin: EntityOrigin,
    command: PriceImportCommand,
  ): Promise<EntityWritten<'price-import', PriceImportRefusal>> {
    return this.writer.write({ kind: 'price-import', id }, origin, (state) => decidePriceImport(command, state));
  }

  private async apply(row: DraftedRow, from: PriceImport, origin: EntityOrigin) {
    const first = await this.write(row, from, origin);
    // Another gateway may have written this very row between the look for it and the decision: then it is found now.
    const { refusal, state } = first.refusal ? await this.write(row, from, origin) : first;
    if (refusal) return { code: refusal.code, message: refusal.message };
    return { priceVersion: state.priced?.source?.import === from.import ? state.priced.version : null };
  }

  private write(row: DraftedRow, from: PriceImport, { actor, cause }: EntityOrigin): Promise<EntityWritten<'model', ImportedRowRefusal>> {
    const place = { kind: 'model', id: row.model } as const;
    const commandId = derivedId('price-import-row', from.import, row.model);
    return this.names.write(place, { actor, cause, commandId, repeatable: true }, (model) =>
      decideImportedRow(row, from, { model, revision: this.directory.tip(place).revision }, this.directory),
    );
  }
}

@CommandHandler(DiscardPriceImport)
export class DiscardPriceImportHandler implements ICommandHandler<DiscardPriceImport> {
  constructor(private readonly writer: EntityWriter) {}

  execute({ id, origin }: DiscardPriceImport): Promise<ImportWritten> {
    const command = { type: 'DiscardPriceImport', by: origin.actor } as const;
    return this.writer.write({ kind: 'price-import', id }, origin, (state) => decidePriceImport(command, state));
  }
}

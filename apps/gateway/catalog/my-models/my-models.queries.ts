import { priceDocument, type ListedModel, type ModelChoice, type PriceDocument } from '#catalog';
import { Directory } from '#directory';
import type { Customer, KeyPolicy } from '#identity';
import { Clock } from '#process';
import { readModelAnswers, type ModelAnswers } from '#projections';
import type { RowReader } from '#read-model';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_MODELS } from '../../books/tokens.js';
import { FailingProviders } from '../../inference/exchange/failing-providers.js';
import { Providers } from '../../inference/providers/providers.js';

/** `slow`: it answers, and not always. `unknown`: nobody asked it of late, as far as this gateway and the account know. */
export const MODEL_STATUSES = ['up', 'slow', 'down', 'unknown'] as const;
type ModelStatus = (typeof MODEL_STATUSES)[number];
/** Routes by which a model can be asked; then what it can do besides. */
export const CAPABILITIES = ['chat', 'responses', 'messages', 'completions', 'embeddings', 'tools', 'reasoning'] as const;
type Capability = (typeof CAPABILITIES)[number];
const ROUTES = ['chat', 'responses', 'messages', 'completions', 'embeddings'] as const;

export interface MyModel {
  readonly id: string;
  readonly kind: 'model' | 'alias';
  /** Of an alias: the models that may answer, in the order in which they are tried. */
  readonly targets: readonly string[];
  readonly providers: readonly string[];
  /** Of the model that is tried first. */
  readonly price: PriceDocument | null;
  readonly context_window: number | null;
  readonly max_output_tokens: number | null;
  readonly capabilities: readonly Capability[];
  readonly status: ModelStatus;
  /** When that was seen: the last failure, or the beginning of the hour in which it last answered the account. */
  readonly checked_at: string | null;
}

/** What a caller may call: models and aliases that its policy names, priced in the currency of its account. */
export class ListMyModels extends Query<readonly MyModel[]> {
  constructor(
    readonly customer: Customer,
    readonly policy: KeyPolicy,
  ) {
    super();
  }
}

/** What failed so long ago says nothing of now. */
const RECENT_MS = 300_000;

@QueryHandler(ListMyModels)
export class ListMyModelsHandler implements IQueryHandler<ListMyModels> {
  constructor(
    private readonly directory: Directory,
    private readonly providers: Providers,
    private readonly failing: FailingProviders,
    private readonly clock: Clock,
    @Inject(READ_MODELS) private readonly models: RowReader,
  ) {}

  async execute({ customer: { account, currency, time_zone: timeZone }, policy }: ListMyModels): Promise<readonly MyModel[]> {
    const answers = await readModelAnswers(this.models, { account, timeZone }, this.clock.now());
    return this.directory.listModels(policy).flatMap(({ name, choices }: ListedModel) => {
      const own = choices.filter(({ model }) => model.currency === currency).sort((a, b) => a.priority - b.priority);
      return own.length === 0 ? [] : [this.documentOf(name, own, answers)];
    });
  }

  private documentOf(name: string, choices: readonly ModelChoice[], answers: ReadonlyMap<string, ModelAnswers>): MyModel {
    const [first] = choices.map(({ model }) => model);
    const isModel = first?.id === name;
    const { currency, recordedPrice: price, limits = {} } = first ?? {};
    return {
      id: name,
      kind: isModel ? 'model' : 'alias',
      targets: isModel ? [] : choices.map(({ model }) => model.id),
      providers: [...new Set(choices.flatMap(({ model }) => model.targets.map(({ provider }) => provider)))],
      price: currency && price ? priceDocument({ currency, price }) : null,
      context_window: limits.context_window ?? null,
      max_output_tokens: limits.max_output_tokens ?? null,
      capabilities: this.capabilitiesOf(choices),
      ...this.statusOf(choices, answers),
    };
  }

  /** What every model of them can. */
  private capabilitiesOf(choices: readonly ModelChoice[]): Capability[] {
    const targets = choices.flatMap(({ model }) => model.targets);
    const routes = ROUTES.filter((api) => targets.every(({ provider }) => this.providers.upstreamOf(api, provider) !== undefined));
    const traits = targets.map((target) => this.providers.traitsOf(target));
    const takesTools = traits.every(({ refusedFields }) => !refusedFields.includes('tools'));
    const reasons = traits.every(({ reasoning }) => reasoning !== 'none');
    return [...routes, ...(takesTools ? (['tools'] as const) : []), ...(reasons ? (['reasoning'] as const) : [])];
  }

  private statusOf(choices: readonly ModelChoice[], answers: ReadonlyMap<string, ModelAnswers>): Pick<MyModel, 'status' | 'checked_at'> {
    const since = this.clock.nowMs() - RECENT_MS;
    const targets = choices.flatMap(({ model }) => model.targets);
    const failures = targets.map((target) => this.failing.lastOf(target)).filter((atMs) => atMs !== undefined && atMs > since);
    const hours = choices.map(({ model }) => answers.get(model.id)?.succeededIn ?? '');
    const succeededIn = hours.reduce((last, each) => (each > last ? each : last), '');
    if (failures.length > 0) {
      const isDown = failures.length === targets.length && succeededIn === '';
      return { status: isDown ? 'down' : 'slow', checked_at: new Date(Math.max(...(failures as number[]))).toISOString() };
    }
    return succeededIn === '' ? { status: 'unknown', checked_at: null } : { status: 'up', checked_at: succeededIn };
  }
}

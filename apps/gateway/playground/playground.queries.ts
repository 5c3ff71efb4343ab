import { Directory } from '#directory';
import type { Customer, KeyPolicy } from '#identity';
import { grantWithin, leastHold } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { readBalance } from '#projections';
import type { RowReader } from '#read-model';
import { NOTHING_STORED, isRefusal, planRoute, refuse, resolveModel, type RoutePlan } from '#routing';
import type { WireApi } from '#wire';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { READ_MODELS } from '../books/tokens.js';
import { Bodies } from '../inference/bodies/bodies.js';
import { httpRefusal } from '../inference/edge/refusals.js';
import { Providers } from '../inference/providers/providers.js';

export interface RoutePreview {
  /** Of the target that is asked first; null where the request would be refused before it has one. */
  readonly model: string | null;
  readonly provider: string | null;
  /** In the order in which they would be asked. Of equal ones the order is drawn anew for each request. */
  readonly targets: readonly { readonly model: string; readonly provider: string }[];
  /** What would be held: no charge is above it. */
  readonly at_most: { readonly amount: string; readonly currency: string } | null;
  /** Output tokens, for each choice, that the hold is for: lower than asked where the balance does not pay for more. */
  readonly max_output_tokens: number | null;
  /** With what the request would be refused as things stand. */
  readonly refusal: { readonly code: string; readonly message: string; readonly field: string | null } | null;
}

/** Where a request would go and what it would cost at most; nothing is held, and no provider is asked. */
export class PreviewRoute extends Query<RoutePreview> {
  constructor(
    readonly customer: Customer,
    readonly policy: KeyPolicy,
    readonly api: WireApi,
    readonly body: Buffer,
  ) {
    super();
  }
}

@QueryHandler(PreviewRoute)
export class PreviewRouteHandler implements IQueryHandler<PreviewRoute> {
  constructor(
    private readonly directory: Directory,
    private readonly providers: Providers,
    private readonly bodies: Bodies,
    @Inject(READ_MODELS) private readonly models: RowReader,
  ) {}

  async execute({ customer: { account, currency }, policy, api, body }: PreviewRoute): Promise<RoutePreview> {
    const plan = await this.plan(api, body, policy, currency);
    if (isRefusal(plan)) return refused(plan);
    const { row } = await readBalance(this.models, account);
    const available = parseAmount(row?.available ?? '0.00');
    const grant = grantWithin(plan.hold, available);
    const [first] = plan.attempts;
    const told = {
      model: first?.model ?? null,
      provider: first?.provider ?? null,
      targets: plan.attempts.map(({ model, provider }) => ({ model, provider })),
    };
    if (grant) {
      const { nanos, outputTokens } = grant;
      return { ...told, at_most: { amount: formatAmount(nanos), currency }, max_output_tokens: outputTokens, refusal: null };
    }
    const least = formatAmount(leastHold(plan.hold));
    const message = `The balance has ${formatAmount(available)} ${currency} available; this request needs at least ${least} ${currency}`;
    const at_most = { amount: least, currency };
    return {
      ...told,
      at_most,
      max_output_tokens: plan.hold.minimumOutputTokens,
      refusal: refusalOf(refuse('INSUFFICIENT_FUNDS', undefined, message)),
    };
  }

  private async plan(api: WireApi, body: Buffer, policy: KeyPolicy, currency: Customer['currency']): Promise<RoutePlan | Refused> {
    const sent = await this.bodies.understood(api, body, { gone: false });
    if (sent.kind === 'refusal') return sent;
    const resolved = resolveModel(this.directory, sent.model, policy);
    if (isRefusal(resolved)) return resolved;
    const request = await this.bodies.sayable(sent, resolved, this.providers);
    return planRoute(request, resolved, currency, this.providers, NOTHING_STORED, 0);
  }
}

type Refused = Parameters<typeof httpRefusal>[0];

const refused = (refusal: Refused): RoutePreview => ({
  model: null,
  provider: null,
  targets: [],
  at_most: null,
  max_output_tokens: null,
  refusal: refusalOf(refusal),
});

/** As the request itself would be told. */
function refusalOf(refusal: Refused): RoutePreview['refusal'] {
  const { code, message, field = null } = httpRefusal(refusal);
  return { code: code.toLowerCase(), message, field };
}

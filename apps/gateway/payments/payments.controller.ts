import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { Environment } from '#process';
import { Metrics } from '../ground/metrics.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { rawBody } from '../http/input/json.js';
import { administrationUntil } from '../auth/asking.js';
import { tellPosition } from '../http/output/positions.js';
import { ForPaymentProviders } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { readPaymentWebhook } from './payment-webhook.js';
import { ReceivePayment } from './payments.commands.js';
import { RECEIVED } from './payments.openapi.js';
import { WebhookSecret, type SignedHeaders } from './webhook-secret.js';

/**
 * What payment processors tell. The signature over the raw bytes and its timestamp are checked before anything else; success is
 * answered only when the credit is durable, or what cannot be credited is kept, so a processor that gets anything else tries again.
 */
@ApiTags('payments')
@ForPaymentProviders()
@Controller('webhooks/payments')
export class PaymentsController {
  /** Two of a provider while its secret is replaced. */
  private readonly secrets: ReadonlyMap<string, readonly WebhookSecret[]>;

  private readonly outcomes: Counter<'provider' | 'outcome'>;

  constructor(
    private readonly commands: CommandBus,
    environment: Environment,
    { registry }: Metrics,
  ) {
    const [name, help] = ['tokenok_payment_webhooks_total', 'Verified reports of payments, by what became of them.'];
    this.outcomes = new Counter({ name, help, labelNames: ['provider', 'outcome'], registers: [registry] });
    const { paymentSecrets } = environment;
    this.secrets = new Map([...paymentSecrets].map(([name, secrets]) => [name, secrets.map((secret) => new WebhookSecret(secret))]));
  }

  @ApiOperation({ summary: 'A payment processor reports a payment (Standard Webhooks)' })
  @Post(':provider')
  @HttpCode(200)
  @Documented(RECEIVED)
  @Runs(ReceivePayment)
  async receive(
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ id: string; status: string }> {
    const body = this.verified(provider, request);
    const id = String(request.headers['webhook-id']);
    const webhook = readPaymentWebhook(body, provider);
    if (webhook.kind === 'other') return { id, status: 'ignored' };
    const origin = { actor: `payment:${provider}`, cause: request.id, untilMs: administrationUntil() };
    const outcome = await this.commands.execute(new ReceivePayment(webhook, { provider, id, body }, origin));
    this.outcomes.inc({ provider, outcome: outcome.kind });
    switch (outcome.kind) {
      case 'credited':
      case 'unmatched':
        tellPosition(reply, outcome.position);
        return { id: outcome.id, status: outcome.kind };
      case 'contradicted':
        throw new HttpRefusal('PAYMENT_CONTRADICTED', { field: 'data', message: outcome.message });
      case 'refused':
        // Money that came in and cannot be credited is a fault of ours: the processor tries again, and the log says why.
        throw new TypeError(`A payment was refused: ${outcome.refusal.code}, ${outcome.refusal.message}`);
    }
  }

  /** The raw body, once its signature holds with one of the provider's secrets. Every one is tried, so that the time says nothing of which. */
  private verified(provider: string, request: FastifyRequest): Buffer {
    const secrets = this.secrets.get(provider);
    if (!secrets) throw new HttpRefusal('NOT_FOUND', { field: 'payment_provider', message: 'There is no such payment provider' });
    const body = rawBody(request);
    const headers = signedHeaders(request);
    const faults = secrets.map((secret) => secret.faultOf(body, headers));
    const [fault] = faults;
    if (fault && faults.every((each) => each !== undefined)) throw new HttpRefusal('INVALID_SIGNATURE', { message: fault.message });
    return body;
  }
}

function signedHeaders({ headers }: FastifyRequest): SignedHeaders {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature } = headers;
  return { 'webhook-id': text(id), 'webhook-timestamp': text(seconds), 'webhook-signature': text(signature) };
}

const text = (value: string | readonly string[] | undefined): string => String(value ?? '');

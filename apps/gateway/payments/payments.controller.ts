import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { Environment } from '#process';
import { HttpRefusal } from '../http/errors/refusal.js';
import { rawBody } from '../http/input/json.js';
import { thrown } from '../auth/answered.js';
import { administrationUntil } from '../auth/asking.js';
import { tellPosition } from '../http/output/positions.js';
import { ForPaymentProviders } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { readPaymentWebhook } from './payment-webhook.js';
import { ReceivePayment } from './payments.commands.js';
import { RECEIVED } from './payments.openapi.js';

const SIGNED_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/**
 * What payment processors tell. The signature over the raw bytes and its timestamp are checked before anything else; success is
 * answered only when the credit is durable, so a processor that gets anything else tries again.
 */
@ApiTags('Payments')
@ForPaymentProviders()
@Controller('webhooks/payments')
export class PaymentsController {
  private readonly verifiers: ReadonlyMap<string, Webhook>;

  constructor(
    private readonly commands: CommandBus,
    environment: Environment,
  ) {
    this.verifiers = new Map([...environment.paymentSecrets].map(([name, secret]) => [name, new Webhook(secret)]));
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
    const read = readPaymentWebhook(this.verified(provider, request), provider);
    if (read.kind === 'refused') throw thrown(read.refused);
    if (read.kind === 'other') return { id: String(request.headers['webhook-id']), status: 'ignored' };
    const origin = { actor: `payment:${provider}`, cause: request.id, untilMs: administrationUntil() };
    const outcome = await this.commands.execute(new ReceivePayment(read.facts, origin));
    switch (outcome.kind) {
      case 'credited':
        tellPosition(reply, outcome.position);
        return { id: outcome.id, status: 'credited' };
      case 'contradicted':
        throw new HttpRefusal('PAYMENT_CONTRADICTED', { field: 'data', message: outcome.message });
      case 'unusable':
        throw thrown(outcome.refused);
      case 'refused':
        // Money that came in and cannot be credited is a fault of ours: the processor tries again, and the log says why.
        throw new TypeError(`A payment was refused: ${outcome.refusal.code}, ${outcome.refusal.message}`);
    }
  }

  private verified(provider: string, request: FastifyRequest): unknown {
    const verifier = this.verifiers.get(provider);
    if (!verifier) throw new HttpRefusal('NOT_FOUND', { field: 'payment_provider', message: 'There is no such payment provider' });
    try {
      return verifier.verify(rawBody(request), signedHeaders(request));
    } catch (fault) {
      if (fault instanceof WebhookVerificationError) throw new HttpRefusal('INVALID_SIGNATURE', { message: fault.message });
      if (fault instanceof SyntaxError) throw new HttpRefusal('INVALID_JSON');
      throw fault;
    }
  }
}

function signedHeaders({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(SIGNED_HEADERS.map((name) => [name, String(headers[name] ?? '')]));
}

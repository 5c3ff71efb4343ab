import { Directory } from '#catalog';
import { CommandClaims, type Answer, type EffectRecord, type Ids, type Posted } from '#claims';
import { InstallationSecrets } from '#identity';
import type { Refusal } from '#ledger';
import { formatAmount, type Currency } from '#money';
import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { ERROR_CATALOGUE, wireCode, type ErrorCode } from '../http/error-catalogue.js';
import { HttpRefusal } from '../http/refusal.js';

/** One use of an Idempotency-Key by an admin, with the body that it came with. */
export interface AdminCommand {
  readonly actor: string;
  readonly route: string;
  readonly idempotencyKey: string;
  readonly body: Buffer;
  readonly customer: string;
}

/** What an account's refusal of such a command is over HTTP. */
const REFUSALS: { readonly [code in Refusal['code']]?: ErrorCode } = {
  ALREADY_REVERSED: 'CONFLICT',
  CURRENCY_MISMATCH: 'CURRENCY_MISMATCH',
  EXPIRY_IN_THE_PAST: 'INVALID_REQUEST',
  INSUFFICIENT_FUNDS: 'CONFLICT',
  REVERSAL_MISMATCH: 'CONFLICT',
};

/** Money that an admin moves: claimed under the Idempotency-Key first, posted once, answered alike for good. */
@Injectable()
export class OncePerKey {
  constructor(
    private readonly claims: CommandClaims,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
  ) {}

  async post(command: AdminCommand, mintIds: () => Ids, effect: (ids: Ids) => EffectRecord, currency: Currency): Promise<Answer> {
    const { actor, route, idempotencyKey: key, body, customer } = command;
    const account = this.directory.customer(customer)?.account;
    if (account === undefined) throw new HttpRefusal('NOT_FOUND', { message: 'There is no such customer' });
    const bodyHash = createHmac('sha256', this.installation.pepper).update('body:').update(body).digest('base64url');
    const outcome = await this.claims.onAccount({ actor, route, key, bodyHash }, mintIds, {
      account,
      effect,
      answer: (result) => ('refusal' in result ? refused(result.refusal) : posted(result, effect(result.ids), customer, currency)),
    });
    if (outcome.kind === 'key_reused') {
      throw new HttpRefusal('IDEMPOTENCY_KEY_REUSED', { field: 'Idempotency-Key' });
    }
    return outcome.answer;
  }
}

function posted({ posted: { available }, ids }: { posted: Posted; ids: Ids }, effect: EffectRecord, customer: string, currency: Currency) {
  const { type: _type, ...facts } = effect;
  const body = { id: ids['id'], customer_id: customer, ...facts, balance: formatAmount(available), currency };
  return { status: 201, body: JSON.stringify(body) };
}

/** A refusal is answered alike for good too: nothing was written but the claim and this answer. */
function refused({ code, message }: Refusal) {
  const error = REFUSALS[code] ?? 'INTERNAL';
  const { status, title } = ERROR_CATALOGUE[error];
  return { status, body: JSON.stringify({ type: 'about:blank', title, status, code: wireCode(error), detail: message }) };
}

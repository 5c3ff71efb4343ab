import { signWebhook } from '../support/gateway/signed-webhook.js';
import type { Customer } from './administration.js';
import { WEBHOOK_SECRET, type Stage } from './stage.js';

/** Grants, corrections, and what is refused of them; each under its Idempotency-Key, some twice. */
export async function moveMoney(stage: Stage, { id }: Customer): Promise<void> {
  const send = (what: 'credits' | 'adjustments', key: string, body: object, status?: number) =>
    stage.ask(`/admin/customers/${id}/${what}`, { body, headers: { 'idempotency-key': key }, ...(status && { status }) });
  await send('credits', 'promo', { amount: '2.00', reason: 'Welcome', expires_at: '2026-10-20T00:00:00Z' }, 201);
  await send('credits', 'promo', { amount: '2.00', reason: 'Welcome', expires_at: '2026-10-20T00:00:00Z' }, 201);
  await send('credits', 'promo', { amount: '3.00', reason: 'Welcome' }, 422);
  await send('credits', 'goodwill', { amount: '1.123456789', kind: 'goodwill', reason: 'Sorry' }, 201);
  await send('credits', 'past', { amount: '1.00', reason: 'Too late', expires_at: '2026-10-01T00:00:00Z' });
  await send('credits', 'nothing', { amount: '0', reason: 'Nothing' }, 400);
  const made = await send('adjustments', 'up', { amount: '0.50', direction: 'credit', reason: 'Answer lost' }, 201);
  await send('adjustments', 'down', { amount: '0.25', direction: 'debit', reason: 'Charged too little' });
  await send('adjustments', 'back', { amount: '0.50', direction: 'debit', reason: 'Was not', reverses: made.json<{ id: string }>().id });
  await send('adjustments', 'all', { amount: '900.00', direction: 'debit', reason: 'More than there is' });
}

/** Reported once, again, with other facts, for nobody, and not signed by who should have. */
export async function receivePayments(stage: Stage, ada: Customer, eve: Customer): Promise<void> {
  const report = (payment_id: string, customer_id: string, facts: object = {}, secret = WEBHOOK_SECRET) => {
    const data = { payment_id, customer_id, amount: '10.00', currency: 'USD', ...facts };
    const body = JSON.stringify({ type: 'payment.succeeded', timestamp: new Date(stage.clock.ms).toISOString(), data });
    const timestamp = Math.floor(stage.clock.ms / 1_000);
    return stage.ask('/webhooks/payments/acme', { body, headers: signWebhook(body, { secret, id: `msg_${payment_id}`, timestamp }) });
  };
  await report('pay-1', ada.id);
  await report('pay-1', ada.id);
  await report('pay-1', ada.id, { amount: '11.00' });
  await report('pay-2', ada.id, { order_id: 'order-2', amount: '0.01' });
  await report('pay-3', eve.id, { currency: 'EUR' });
  await report('pay-4', eve.id);
  await report('pay-5', 'cus_nobody');
  await report('pay-6', ada.id, {}, `whsec_${Buffer.alloc(32, 'another').toString('base64')}`);
}

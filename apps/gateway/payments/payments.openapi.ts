import { TIME, ok, type Documentation } from '../http/route/documented.js';

const DATA = { payment_id: 'pay_1', customer_id: 'cus_01kb', amount: '10.00', currency: 'USD' };

export const RECEIVED: Documentation = {
  body: { type: 'payment.succeeded', timestamp: TIME, data: DATA },
  answer: ok({ id: 'lot_01kb', status: 'credited' }),
  refusals: [409],
};

import { created, type Documentation } from '../http/route/documented.js';

const CREDITED = { id: 'lot_01kb', customer_id: 'cus_01kb', amount: '5.00', currency: 'USD', balance: '5.00', reason: 'welcome' };

export const CREDITS = {
  grant: { body: { amount: '5.00', reason: 'Welcome' }, answer: created({ ...CREDITED, kind: 'promo', expires_at: null }) },
  adjust: {
    body: { amount: '1.50', direction: 'credit', reason: 'Answer lost' },
    answer: created({ ...CREDITED, id: 'adj_01kb', reverses: null }),
  },
} satisfies Record<string, Documentation>;

import { SENT_INVITATION } from '../members/members.openapi.js';
import { orNull } from '../http/route/example.js';
import { TIME, created, listOf, ok, type Documentation } from '../http/route/documented.js';

export const CUSTOMER = {
  id: 'cus_01kb',
  account: 'acc_01kb',
  name: orNull('Ada Lovelace'),
  email: orNull('ada@example.com'),
  currency: 'USD',
  time_zone: 'UTC',
  status: 'active',
  suspension_reason: null,
  created_at: TIME,
};

export const CUSTOMERS = {
  register: {
    body: { name: 'Ada Lovelace', email: 'ada@example.com', currency: 'USD', owner: { email: 'ada@example.com' } },
    /** `invitation` where there is an `owner` to be. */
    answer: created({ ...CUSTOMER, invitation: { ...SENT_INVITATION, role: 'owner' } }),
  },
  list: { answer: listOf(CUSTOMER) },
  read: { answer: ok(CUSTOMER) },
  suspend: { body: { reason: 'Unpaid invoice' }, answer: ok(CUSTOMER) },
  reinstate: { body: { reason: 'Paid' }, answer: ok(CUSTOMER) },
} satisfies Record<string, Documentation>;

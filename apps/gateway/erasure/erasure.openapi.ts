import { TIME, ok, type Documentation } from '../http/route/documented.js';

const PREVIEW = {
  id: 'cus_01kb',
  is_erased: false,
  erased: [{ code: 'name_and_email', what: 'Name and e-mail: shown as "erased" everywhere' }],
  stays: [
    {
      code: 'ledger',
      what: 'Entries, charges, statements and the balance, under the ids of customer and account',
      why: 'They are the books: they have to be kept, and sum to zero only together',
    },
  ],
};

export const ERASURE = {
  previewCustomer: { answer: ok(PREVIEW) },
  customer: { body: { reason: 'Asked for by letter' }, answer: ok({ id: 'cus_01kb', status: 'erased', erased_at: TIME }) },
  previewPerson: { answer: ok({ ...PREVIEW, id: 'per_01kb' }) },
  person: { body: { reason: 'Has left the company' }, answer: ok({ id: 'per_01kb', status: 'erased', erased_at: TIME }) },
} satisfies Record<string, Documentation>;

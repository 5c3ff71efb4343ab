import { describe, expect, it } from '@jest/globals';
import { hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { given } from '../testing/given.js';
import { uncollected } from './uncollected.projection.js';

describe('what was not collected', () => {
  it('is told of charges beyond their hold, and of no other', () => {
    const other = { request: { request: 'req_2' } };
    const rows = given(payment('8.00'), hold('1.00'), meter('1.25'), hold('1.00', other), meter('1.00', { request: 'req_2' })).rowsOf(
      uncollected,
    );
    expect(rows).toEqual({
      req_1: expect.objectContaining({
        request: 'req_1',
        account: 'acc_1',
        provider: 'sandbox',
        reason: 'beyond_bound',
        currency: 'USD',
        rated: '1.25',
        charge: '1.00',
        uncollected: '0.25',
      }),
    });
  });
});

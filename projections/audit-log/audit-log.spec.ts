import { Log, foldPlainly } from '../testing/log.js';
import { auditLog } from './audit-log.projection.js';

const actor = 'admin:adm_1';

describe('the audit log', () => {
  it('tells who did what, when and to what, and leads to the event', () => {
    const log = new Log().add({
      stream: 'account-acc_1-2026-11',
      type: 'CreditGranted',
      data: { amount: '5.00', reason: 'hi', lot: 'l' },
      actor,
    });
    expect(Object.values(foldPlainly(auditLog, log.events))).toEqual([
      {
        id: log.events[0]?.id,
        time: '2026-11-10T12:00:00.000Z',
        actor,
        action: 'CreditGranted',
        stream: 'account-acc_1-2026-11',
        revision: '0',
        cause: 'test',
        details: { amount: '5.00', reason: 'hi' },
        list: 'all',
      },
    ]);
  });
  it('keeps nothing secret or personal: only members that are known to tell what was done', () => {
    const data = {
      provider: 'p',
      credential: 'v1:…',
      hash: 'h',
      prefix: 'tok_',
      email: 'e',
      name: 'n',
      password: 'x',
      base_url: 'http://x',
    };
    const log = new Log().add({ stream: 'provider-p', type: 'ProviderConfigured', data, actor });
    expect(Object.values(foldPlainly(auditLog, log.events))).toMatchObject([{ details: { base_url: 'http://x' } }]);
  });
  it('holds every type of event of an admin, known or not, but no claims and nobody else’s', () => {
    const log = new Log().add(
      { stream: 'new-1', type: 'NeverHeardOf', data: {}, actor },
      { stream: 'command-abc', type: 'CommandAccepted', data: {}, actor },
      { stream: 'key-1', type: 'KeyRotated', data: {}, actor: 'key:key_1' },
    );
    expect(Object.values(foldPlainly(auditLog, log.events)).map(({ action }) => action)).toEqual(['NeverHeardOf']);
  });
});

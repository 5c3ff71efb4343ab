import { undeclaredEvents, type WrittenEvent } from './declared-events.js';

const PAGE = [
  '| `POST /admin/customers/{id}/suspend` | admin | `customers.controller.ts` suspend | `SuspendCustomer` | CustomerSuspended |',
  '| `PUT /admin/models/{path}` | admin | `models.controller.ts` configure | `ConfigureModel` | ModelConfigured, ModelPriced |',
  '| `GET /me` | key | `my-profile.controller.ts` read | “the caller itself” | – |',
].join('\n');
const SENT = new Map([
  ['req_1', 'POST /admin/customers/cus_1/suspend'],
  ['req_2', 'PUT /admin/models/a/b'],
  ['req_3', 'GET /me'],
]);
const event = (type: string, cause: string, more: Partial<WrittenEvent> = {}): WrittenEvent => ({
  ...{ stream: 'customer-cus_1', type, data: {}, cause, actor: 'admin:token' },
  ...more,
});
const undeclared = (...events: readonly WrittenEvent[]): string[] => undeclaredEvents(events, SENT, PAGE);

describe('events that commands write', () => {
  it('are declared: by the route of the request that caused them', () => {
    expect(undeclared(event('CustomerSuspended', 'req_1'), event('ModelPriced', 'req_2'))).toEqual([]);
    expect(undeclared(event('CustomerReinstated', 'req_1'))).toEqual([
      'POST /admin/customers/cus_1/suspend wrote CustomerReinstated, which its command does not declare',
    ]);
  });

  it('are none where a route only reads', () =>
    expect(undeclared(event('ModelPriced', 'req_3'))).toEqual(['GET /me wrote ModelPriced, which its command does not declare']));

  it('are those of its route where the claim of an Idempotency-Key caused them', () => {
    const claim = event('CommandAccepted', 'req_9', { stream: 'command-1', data: { route: 'PUT /admin/models/a/b' } });
    expect(undeclared(claim, event('ModelConfigured', 'command-1'))).toEqual([]);
    expect(undeclared(claim, event('KeyIssued', 'command-1'))).toEqual([
      'PUT /admin/models/a/b wrote KeyIssued, which its command does not declare',
    ]);
    expect(undeclared(event('KeyIssued', 'x', { stream: 'command-1' }))).toHaveLength(1);
  });

  it('are those of some route at least where another client sent the request', () => {
    expect(undeclared(event('ModelPriced', 'req_8'))).toEqual([]);
    expect(undeclared(event('KeyIssued', 'req_8'))).toEqual(['KeyIssued (req_8) is declared by no route']);
  });

  it('are no command’s where the system wrote them', () =>
    expect(undeclared(event('RequestAbandoned', 'req_8', { actor: 'system' }))).toEqual([]));

  it('may be the end of a month, whatever came first', () => expect(undeclared(event('PeriodClosed', 'req_1'))).toEqual([]));
});

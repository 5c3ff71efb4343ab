import { TypeID } from 'typeid-js';
import { newId } from './request-id.js';

describe('ids of requests', () => {
  it('are TypeIDs that carry a UUIDv7 with its time', () => {
    const now = Date.UTC(2026, 10, 23, 14, 50);
    for (let n = 0; n < 2_000; n++) {
      const id = newId('req', now);
      const uuid = TypeID.fromString(id, 'req').toUUID();
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(uuid.replace('-', '').slice(0, 12), 16)).toBe(now);
      expect(TypeID.fromUUID('req', uuid).toString()).toBe(id);
    }
  });

  it('do not repeat, and sort by time', () => {
    expect(new Set(Array.from({ length: 5_000 }, () => newId('req'))).size).toBe(5_000);
    expect(newId('req', 1_000) < newId('req', 2_000)).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { derivedId, eventId, mintCommandId } from './event-ids.js';

describe('event ids', () => {
  it('are those of the command with the index in the low bits, and sort like their events', () => {
    const command = mintCommandId();
    const ids = Array.from({ length: 4_096 }, (_, index) => eventId(command, index));
    expect(new Set(ids).size).toBe(4_096);
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id) => id.startsWith(command.slice(0, -3)))).toBe(true);
    expect(() => eventId(command, 4_096)).toThrow(RangeError);
  });

  it('are UUIDs of version 7 with their time, and none is minted twice', () => {
    const before = Date.now();
    const ids = Array.from({ length: 5_000 }, () => mintCommandId());
    const [after, times] = [Date.now(), ids.map((id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16))];
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(times.every((time) => time >= before && time <= after)).toBe(true);
    expect(new Set(ids.map((id) => id.slice(0, -3))).size).toBe(5_000);
    expect(new Set(ids.map((id) => id[19]))).toEqual(new Set('89ab'));
  });

  it('follow from what the outside calls the thing, and from how its parts are cut', () => {
    expect(derivedId('stripe', 'pi_1')).toBe(derivedId('stripe', 'pi_1'));
    expect(derivedId('a', 'bc')).not.toBe(derivedId('ab', 'c'));
    expect(derivedId('a|1:b')).not.toBe(derivedId('a', 'b'));
  });
});

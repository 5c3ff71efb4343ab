import { TestDatabases } from '../../../test/support/mongodb/database.js';
import { failuresContract } from '../testing/failures.contract.js';
import { openMongoFailures } from './index.js';

const databases = new TestDatabases();
afterAll(() => databases.close(), 60_000);
const places = new Map<string, ReturnType<TestDatabases['next']>>();
const placeOf = (name: string) => {
  const place = places.get(name) ?? databases.next();
  places.set(name, place);
  return place;
};

failuresContract('MongoDB', (place) => openMongoFailures(placeOf(place)));

describe('failures in MongoDB', () => {
  const now = { nowMs: 1_000, windowMs: 60_000 };

  it('of several gateways at the same moment add up, and a tally is taken by one of them', async () => {
    const gateways = await Promise.all([1, 2, 3].map(() => openMongoFailures(placeOf('shared'))));
    await Promise.all(
      gateways.flatMap((each) => [1, 2, 3, 4].map((from) => Promise.all([each.add('a', 1, now), each.note('per_1', `${from}`, now)]))),
    );
    expect(await gateways[0]?.add('a', 1, now)).toMatchObject({ count: 13 });
    const taken = (await Promise.all(gateways.map((each) => each.takeEnded(61_000, 10)))).flat();
    expect(taken).toMatchObject([{ subject: 'per_1', count: 12, sinceMs: 1_000 }]);
    expect([...(taken[0]?.from ?? [])].sort()).toEqual(['1', '2', '3', '4']);
    await Promise.all(gateways.map((each) => each.close()));
  });

  it('say that the server is not there, without repeating the URL', async () => {
    const fault = openMongoFailures({ url: 'mongodb://user:secret@' });
    await expect(fault).rejects.toMatchObject({ code: 'FAILURES_UNAVAILABLE', message: expect.not.stringContaining('secret') as string });
  });
});

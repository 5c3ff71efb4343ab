import { TestDatabases } from '../../../test/support/mongodb/database.js';
import { responsesContract } from '../testing/history.contract.js';
import { openMongoHistory as openMongoResponses } from './index.js';

const databases = new TestDatabases();
afterAll(() => databases.close(), 60_000);
const places = new Map<string, ReturnType<TestDatabases['next']>>();
const placeOf = (name: string) => {
  const place = places.get(name) ?? databases.next();
  places.set(name, place);
  return place;
};

responsesContract('MongoDB', (place) => openMongoResponses(placeOf(place)), true);

describe('kept responses in MongoDB', () => {
  it('are found by another gateway as soon as they are kept', async () => {
    const [one, two] = await Promise.all([openMongoResponses(placeOf('shared')), openMongoResponses(placeOf('shared'))]);
    for (let round = 0; round < 10; round += 1) {
      await one.keep({ customer: 'cus_ada', id: `resp_${round}`, keptAtMs: round, input: '', output: 'sealed' });
      expect(await two.find('cus_ada', [`resp_${round}`], 'output')).toHaveLength(1);
    }
    await Promise.all([one.close(), two.close()]);
  });

  it('say that the server is not there, without repeating the URL', async () => {
    const fault = openMongoResponses({ url: 'mongodb://user:secret@' });
    await expect(fault).rejects.toMatchObject({ code: 'RESPONSES_UNAVAILABLE', message: expect.not.stringContaining('secret') as string });
  });
});

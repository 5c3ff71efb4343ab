import type { CommandOrigin } from '#accounts';
import { AmbiguousError } from '#event-store';
import { UnendedError } from '#streams';
import { FaultyStore } from '../../../../libs/accounts/testing/faulty-store.js';
import { Office, auditedEvents, originOf, typesOf } from '../../../../libs/accounts/testing/office.js';
import { failure, hold, payment } from '../../../../libs/ledger/testing/account.commands.js';
import { OpenRequests } from './open-requests.js';

const HOLD = hold('1.00');
const RELEASE = failure({ reason: 'hold_in_doubt' });

async function opened() {
  const faulty = new FaultyStore();
  const office = new Office(faulty.connect());
  await office.execute(payment('5.00'));
  const requests = new OpenRequests(office.accounts, { error: () => undefined, warn: () => undefined } as never);
  const origin: CommandOrigin = originOf();
  const refused = await office.execute(HOLD, origin, performance.now() - 1).catch((fault: unknown) => fault);
  expect(refused).toMatchObject({ code: 'UNAVAILABLE' });
  /** The hold, of which only so much is known; and what the log says once the gateway has stopped. */
  const release = async (fault: AmbiguousError): Promise<readonly string[]> => {
    requests.releaseDoubtful('acc_1', { command: HOLD, origin, fault }, RELEASE, 'req_1');
    await requests.stop();
    expect((await office.accounts.open('acc_1'))?.held).toBe(0n);
    return typesOf(await auditedEvents(faulty.connect())).filter((type) => type.startsWith('Request'));
  };
  return { faulty, office, origin, release };
}

describe('a hold in doubt', () => {
  it('is released where it stands', async () => {
    const { faulty, office, origin, release } = await opened();
    faulty.faults = ['lost', 'unwritten', 'unwritten', 'unwritten'];
    const fault = await office.execute(HOLD, origin).catch((error: unknown) => error as AmbiguousError);
    expect(await release(fault as AmbiguousError)).toEqual(['RequestRouted', 'RequestFailed']);
  });

  it('is released where it lands later: the release is not decided without it', async () => {
    const { faulty, office, origin, release } = await opened();
    faulty.faults = ['unwritten', 'unwritten', 'unwritten', 'late'];
    const fault = await office.execute(HOLD, origin).catch((error: unknown) => error as AmbiguousError);
    expect(await release(fault as AmbiguousError)).toEqual(['RequestRouted', 'RequestFailed']);
  });

  it('leaves nothing behind where its end tells that it was not written', async () => {
    const { office, origin, release } = await opened();
    const end = office.execute(HOLD, origin, performance.now() - 1);
    expect(await release(new UnendedError('late', end))).toEqual([]);
  });

  it('is released where its end tells that it was', async () => {
    const { office, origin, release } = await opened();
    const end = office.execute(HOLD, origin);
    expect(await release(new UnendedError('late', end))).toEqual(['RequestRouted', 'RequestFailed']);
  });

  it('is found out again where its end leaves it in doubt', async () => {
    const { faulty, office, origin, release } = await opened();
    faulty.faults = ['unwritten', 'unwritten', 'unwritten', 'late'];
    const end = office.execute(HOLD, origin);
    expect(await release(new UnendedError('late', end))).toEqual(['RequestRouted', 'RequestFailed']);
  });
});

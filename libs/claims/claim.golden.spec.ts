import { readFileSync, writeFileSync } from 'node:fs';
import { ClaimsWorld, NOVEMBER, payment, unmatched } from './testing/claims-world.js';

const FILE = new URL('./golden/v1.json', import.meta.url);

/** One event of each type, as a life of a payment and of a command leads to them. */
async function scenario(): Promise<Record<string, unknown>> {
  const world = new ClaimsWorld();
  await world.life().keep(unmatched('pi_1', '10.00 EUR'));
  await world.life().assign('pi_1', 'cus_1', '11.50');
  await world.life().receive(payment('pi_1', '12.00'));
  await world.life().grant('k', '5.00');
  await world
    .life({ append: 2, when: 'before' })
    .receive(payment('pi_2'))
    .catch(() => undefined);
  world.goTo(NOVEMBER);
  await world.life().accounts.keepUp('acc_1');
  await world.life().receive(payment('pi_2'));
  const events = (await world.events()).filter(({ stream }) => !stream.startsWith('account-'));
  return Object.fromEntries(events.map(({ type, data }) => [type, data]));
}

describe('events of claims', () => {
  it('are written as version 1 has them', async () => {
    const written = await scenario();
    if (process.env['TOKENOK_WRITE_GOLDEN'] === '1') writeFileSync(FILE, `${JSON.stringify(written, null, 2)}\n`);
    expect(written).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
    expect(Object.keys(written).sort()).toEqual([
      'ClaimCarriedOver',
      'CommandAccepted',
      'CommandAnswered',
      'PaymentAssigned',
      'PaymentContradicted',
      'PaymentCredited',
      'PaymentSeen',
      'PaymentUnmatched',
    ]);
  });
});

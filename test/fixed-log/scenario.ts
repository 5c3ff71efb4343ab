import { configureCatalog, importPrices, registerCustomers, say } from './administration.js';
import { moveMoney, receivePayments } from './money.js';
import { askProvider, dieOver, leaveProvider } from './provider-answers.js';
import type { Recording } from './recorded-log.js';
import { askOtherwise, askSandbox, goOn } from './sandbox-answers.js';
import { Stage } from './stage.js';

export interface Played {
  readonly recording: Recording;
  readonly answers: readonly string[];
}

/** Plays everything that an installation can record without engines, from its first start to the second month after it. */
export async function playScenario(checkout: string): Promise<Played> {
  const stage = await Stage.set(checkout);
  try {
    await stage.start();
    const demo = { id: '', key: stage.demoKey };
    await configureCatalog(stage);
    const [ada, bob, eve] = await registerCustomers(stage);
    await stage.ask('/v1/chat/completions', { key: ada.key, body: say('tokenok-fast'), status: 402 });
    await moveMoney(stage, ada);
    await receivePayments(stage, ada, eve);
    await importPrices(stage);
    await askSandbox(stage, ada);
    await askOtherwise(stage, ada, eve);
    await goOn(stage, ada, bob);
    await askProvider(stage, ada);
    await stage.stop();
    await stage.start();
    await leaveProvider(stage, ada);
    await dieOver(stage, ada);
    await stage.start();
    await endMonth(stage, demo, ada, bob);
    return { recording: stage.recording(), answers: stage.answers };
  } finally {
    await stage.clear();
  }
}

/** Credits expire and months end: by the next request of an account, and by the next start for those that have none. */
async function endMonth(stage: Stage, ...[demo, ada, bob]: readonly [Asker, Asker, Asker]): Promise<void> {
  const ask = ({ key }: Asker, stream = false) =>
    stage.ask('/v1/chat/completions', { key, body: say('tokenok-fast', 'Later', { stream }) });
  stage.clock.advanceTo('2026-10-21T00:00:00.000Z');
  await ask(ada);
  stage.clock.advanceTo('2026-11-01T00:00:00.000Z');
  await ask(ada, true);
  await stage.stop();
  stage.clock.advanceTo('2026-12-24T12:00:00.000Z');
  await stage.start();
  await ask(demo);
  await ask(bob);
  await stage.ask('/session', {
    headers: { 'sec-fetch-site': 'same-origin' },
    body: { email: 'admin@example.com', password: 'a password of the scenario' },
  });
  await stage.ask('/admin/ledger/verify', { method: 'GET', status: 200 });
  await stage.stop();
}

interface Asker {
  readonly key: string;
}

import { MailFault, MailSender, type LostMail, type Mail } from '#mail';
import { MOST_WAITING } from './mail-sender.js';

const MAIL: Mail = { to: 'ada@example.com', subject: 'Hello', text: 'https://example.com/console/join#secret' };

/** Fails as often as there are faults, then takes mails; pauses end at once, and are told. */
function sending(...faults: readonly MailFault[]) {
  const left = [...faults];
  const sent: Mail[] = [];
  const lost: LostMail[] = [];
  const pauses: number[] = [];
  let wake: (() => void) | undefined;
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => (wake = resolve));
  };
  const told = (): void => wake?.();
  const transport = {
    async send(mail: Mail) {
      const fault = left.shift();
      if (fault) throw fault;
      sent.push(mail);
      told();
    },
    close: () => undefined,
  };
  const sender = new MailSender({
    transport,
    lost: (mail) => (lost.push(mail), told()),
    pause: (ms) => (pauses.push(ms), Promise.resolve()),
  });
  return { sender, sent, lost, pauses, until };
}

describe('a mail', () => {
  it('is sent behind whoever sends it', async () => {
    const { sender, sent, until } = sending();
    expect([sender.send(MAIL), sent]).toEqual([true, []]);
    await until(() => sent.length === 1);
  });

  it('is tried again where that may help, later each time, and given up in the end', async () => {
    const away = new MailFault('ECONNECTION', false);
    const few = sending(away, away);
    few.sender.send(MAIL);
    await few.until(() => few.sent.length === 1);
    expect([few.pauses, few.lost]).toEqual([[1_000, 4_000], []]);
    const many = sending(...Array<MailFault>(50).fill(away));
    many.sender.send(MAIL);
    await many.until(() => many.lost.length === 1);
    expect([many.lost, many.pauses.length, many.pauses.at(-1)]).toEqual([[{ why: 'given up', reason: 'ECONNECTION' }], 6, 60_000]);
  });

  it('that is refused for good is not tried again', async () => {
    const { sender, lost, pauses, until } = sending(new MailFault('550', true));
    sender.send(MAIL);
    await until(() => lost.length === 1);
    expect([lost, pauses]).toEqual([[{ why: 'refused', reason: '550' }], []]);
  });

  it('waits for nobody else’s', async () => {
    const { sender, sent, until } = sending();
    for (let count = 0; count < 20; count += 1) sender.send({ ...MAIL, subject: String(count) });
    await until(() => sent.length === 20);
    expect(new Set(sent.map(({ subject }) => subject)).size).toBe(20);
  });

  it('finds no room beyond the bound', async () => {
    const { sender, lost, sent, until } = sending();
    const taken = Array.from({ length: MOST_WAITING + 1 }, () => sender.send(MAIL));
    expect([taken.filter((each) => each).length, lost]).toEqual([MOST_WAITING, [{ why: 'no room' }]]);
    await until(() => sent.length === MOST_WAITING);
  });

  it('is sent no more once it is closed, and without a transport never', async () => {
    const { sender, lost } = sending();
    sender.send(MAIL);
    await sender.close();
    expect([lost, sender.send(MAIL)]).toEqual([[{ why: 'stopped' }], false]);
    const off = new MailSender({ transport: undefined, lost: () => undefined });
    expect([off.isOn, off.send(MAIL)]).toEqual([false, false]);
  });
});

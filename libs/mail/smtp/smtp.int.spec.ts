import { MailFault } from '#mail';
import { SmtpTransport } from '#mail/smtp';
import { SmtpServer } from '../../../test/support/smtp/smtp-server.js';

let server: SmtpServer;
let transport: SmtpTransport;

beforeAll(async () => {
  server = await SmtpServer.start();
  transport = new SmtpTransport(server.url, 'Tokenok <no-reply@example.com>');
});
afterAll(async () => {
  transport.close();
  await server.stop();
});

const mail = (to: string) => ({
  to,
  subject: 'Tokenok 초대',
  text: `招待\n\nhttps://gateway.example/console/join#${'aB3-_'.repeat(40)}\n\n.\nend\n`,
});
const faultOf = (to: string): Promise<unknown> => transport.send(mail(to)).catch((fault: unknown) => fault);

describe('mail over SMTP', () => {
  it('arrives as it was written, in any language', async () => {
    await transport.send(mail('ada@example.com'));
    const { from, to, subject, text, raw } = await server.take(() => true);
    expect({ from, to, subject, text: text.trimEnd() }).toEqual({
      from: 'no-reply@example.com',
      to: ['ada@example.com'],
      subject: 'Tokenok 초대',
      text: mail('').text.trimEnd(),
    });
    expect(raw).toMatch(/^auto-submitted: auto-generated$/im);
    expect(raw).not.toMatch(/x-mailer/i);
  });

  it('goes to one address only, whatever stands in it', async () => {
    const fault = await faultOf('ada@example.com, eve@evil.example');
    const arrived = server.received.splice(0);
    expect(arrived.flatMap(({ to }) => to)).not.toContain('eve@evil.example');
    expect(fault === undefined || fault instanceof MailFault).toBe(true);
  });

  it('tells what is for good from what is not, and never the address', async () => {
    server.refusals.push('550 5.1.1 <bob@example.com> is unknown', '451 4.3.0 later, bob@example.com');
    const [gone, busy] = [await faultOf('bob@example.com'), await faultOf('bob@example.com')];
    expect(gone).toMatchObject({ reason: '550', isFinal: true });
    expect(busy).toMatchObject({ reason: '451', isFinal: false });
    const nowhere = new SmtpTransport('smtp://127.0.0.1:1', 'no-reply@example.com');
    const away = await nowhere.send(mail('bob@example.com')).catch((fault: unknown) => fault);
    expect(away).toMatchObject({ isFinal: false });
    for (const fault of [gone, busy, away]) expect(String((fault as MailFault).stack)).not.toMatch(/bob@/);
  });
});

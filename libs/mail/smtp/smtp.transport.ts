import type { Transporter } from 'nodemailer';
import { MailFault, type Mail, type MailTransport } from '#mail';

const SMTP_CONNECT_MS = 10_000;
const SMTP_SILENCE_MS = 30_000;

/** Mail over SMTP (RFC 5321), by nodemailer, which is loaded with the first mail. */
export class SmtpTransport implements MailTransport {
  #transporter: Promise<Transporter> | undefined;

  constructor(
    /** `smtp://` or `smtps://`, with user and password where the server wants them. */
    private readonly url: string,
    /** `Tokenok <no-reply@example.com>`, or the address alone. */
    private readonly from: string,
  ) {}

  async send({ to, subject, text, html }: Mail): Promise<void> {
    this.#transporter ??= connect(this.url);
    const transporter = await this.#transporter;
    try {
      // As an object, an address is one address, whatever stands in it.
      const message = { from: this.from, to: { name: '', address: to }, subject, text, ...(html !== undefined && { html }) };
      await transporter.sendMail({ ...message, headers: { 'auto-submitted': 'auto-generated' }, xMailer: false });
    } catch (fault) {
      throw faultOf(fault);
    }
  }

  close(): void {
    void this.#transporter?.then((transporter) => transporter.close());
  }
}

async function connect(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { username, hostname } = new URL(url);
  return createTransport({
    url,
    connectionTimeout: SMTP_CONNECT_MS,
    greetingTimeout: SMTP_CONNECT_MS,
    socketTimeout: SMTP_SILENCE_MS,
    // A password goes over no network that others can read.
    ...(username !== '' && !isLoopback(hostname) && { requireTLS: true }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

const isLoopback = (host: string): boolean => /^(127\..*|localhost|\[::1\])$/.test(host);

/** 5xx is for good (RFC 5321, 4.2.1); a server that wants no password of ours may be set right, and is asked again. */
function faultOf(fault: unknown): MailFault {
  const { code, responseCode } = (fault ?? {}) as { readonly code?: unknown; readonly responseCode?: unknown };
  const status = typeof responseCode === 'number' ? responseCode : undefined;
  const isFinal = status !== undefined && status >= 500 && code !== 'EAUTH';
  return new MailFault(status === undefined ? (typeof code === 'string' ? code : 'UNKNOWN') : String(status), isFinal);
}

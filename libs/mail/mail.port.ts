/** One message to one address. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** Hands a mail to whoever delivers it. Throws `MailFault`. */
export interface MailTransport {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Its text never has the address, the subject or anything of the mail in it: servers repeat what they were sent. */
export class MailFault extends Error {
  readonly code = 'MAIL_FAILED';
  constructor(
    /** Of the transport: `ECONNECTION`, `EAUTH`, or the status that the server answered. */
    readonly reason: string,
    /** Refused for good: to try again changes nothing. */
    readonly isFinal: boolean,
  ) {
    super(`The mail could not be handed on: ${reason}`);
  }
}

import { MailFault, type Mail, type MailTransport } from './mail.port.js';

/** Mails that wait to be handed on, those among them that are tried again. */
export const MOST_WAITING = 1_000;
/** How often one is tried; a server that is away for longer gets it no more. */
const MAIL_TRIES = 7;
const MAIL_PAUSE_MS = 1_000;
const LONGEST_MAIL_PAUSE_MS = 60_000;
/** What a stop waits for the mails that are being handed on. */
const LAST_MAILS_MS = 2_000;
/** Handed on at once. */
const AT_ONCE = 4;

/** What became of a mail that did not go out. Nothing of the mail is in it. */
export interface LostMail {
  readonly why: 'refused' | 'given up' | 'no room' | 'stopped';
  /** Of the last try. */
  readonly reason?: string;
}

export interface MailSenderOptions {
  /** Undefined: no mail is sent. */
  readonly transport: MailTransport | undefined;
  readonly lost: (mail: LostMail) => void;
  /** Instead of a timer's: for tests. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** Sends mails aside: whoever has one to send never waits for it, and never learns by the time that it takes whether there was one. */
export class MailSender {
  readonly #waiting: Mail[] = [];
  readonly #busy = new Set<Promise<void>>();
  readonly #pauses = new Set<() => void>();
  #trying = 0;
  #isClosed = false;

  constructor(private readonly options: MailSenderOptions) {}

  get isOn(): boolean {
    return this.options.transport !== undefined;
  }

  /** True where it was taken, which says nothing of its arrival. */
  send(mail: Mail): boolean {
    const { transport, lost } = this.options;
    if (!transport || this.#isClosed) return false;
    if (this.#waiting.length + this.#trying >= MOST_WAITING) {
      lost({ why: 'no room' });
      return false;
    }
    this.#waiting.push(mail);
    setImmediate(() => this.#next(transport));
    return true;
  }

  /** Mails that are being handed on get a moment; all others are lost, and counted. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const _ of this.#waiting.splice(0)) this.options.lost({ why: 'stopped' });
    for (const wake of this.#pauses) wake();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_MAILS_MS)));
    await Promise.race([Promise.all(this.#busy), late]);
    clearTimeout(timer);
    this.options.transport?.close();
  }

  #next(transport: MailTransport): void {
    if (this.#busy.size >= AT_ONCE) return;
    const mail = this.#waiting.shift();
    if (!mail) return;
    this.#trying += 1;
    const work = this.#try(mail, transport, 1).finally(() => {
      this.#busy.delete(work);
      this.#next(transport);
    });
    this.#busy.add(work);
  }

  /** One try. A further one comes later, and keeps no other mail waiting meanwhile. */
  async #try(mail: Mail, transport: MailTransport, tries: number): Promise<void> {
    const fault = await handedOn(mail, transport);
    if (!fault) this.#trying -= 1;
    else if (fault.isFinal || tries >= MAIL_TRIES || this.#isClosed) {
      this.#trying -= 1;
      this.options.lost({ why: fault.isFinal ? 'refused' : this.#isClosed ? 'stopped' : 'given up', reason: fault.reason });
    } else void this.#again(mail, transport, tries);
  }

  async #again(mail: Mail, transport: MailTransport, tries: number): Promise<void> {
    await this.#pause(Math.min(LONGEST_MAIL_PAUSE_MS, MAIL_PAUSE_MS * 4 ** (tries - 1)));
    if (this.#isClosed) {
      this.#trying -= 1;
      this.options.lost({ why: 'stopped' });
      return;
    }
    const work = this.#try(mail, transport, tries + 1).finally(() => this.#busy.delete(work));
    this.#busy.add(work);
  }

  #pause(ms: number): Promise<void> {
    if (this.options.pause) return this.options.pause(ms);
    return new Promise((resolve) => {
      const timer = setTimeout(wake, ms).unref();
      const pauses = this.#pauses;
      pauses.add(wake);
      function wake(): void {
        clearTimeout(timer);
        pauses.delete(wake);
        resolve();
      }
    });
  }
}

async function handedOn(mail: Mail, transport: MailTransport): Promise<MailFault | undefined> {
  try {
    await transport.send(mail);
    return undefined;
  } catch (fault) {
    return fault instanceof MailFault ? fault : new MailFault('UNKNOWN', false);
  }
}

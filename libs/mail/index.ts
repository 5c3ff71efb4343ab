export { LANGUAGES, type ChangedFactor, type Language, type Letter } from './letters/letter.js';
export { writeLetter } from './letters/write-letter.js';
export { MailFault, type Mail, type MailTransport } from './mail.port.js';
export { MailSender, type LostMail } from './mail-sender.js';

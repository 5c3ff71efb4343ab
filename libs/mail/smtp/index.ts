export { SmtpTransport } from './smtp.transport.js';

import type { Words } from './letter.js';

export const EN: Words = {
  subject: {
    invitation: 'Invitation to Tokenok',
    reset: 'Reset the password of Tokenok',
    address: 'Confirm this address for Tokenok',
    sign_up: 'Sign up to Tokenok',
    known: 'Tokenok: this address has an account',
    changed: (what) => `Tokenok: ${what} changed`,
  },
  invitedTo: (customer, role) => `There is an invitation for this address to "${customer}", as ${role}.`,
  invitedToInstallation: (role) => `There is an invitation for this address to this installation of Tokenok, as ${role}.`,
  resetAsked: 'Somebody has asked to reset the password of this address. A second factor stays as it is.',
  addressGiven: 'Somebody has given this address as theirs. It counts once it is confirmed.',
  signUpAsked: 'Somebody has asked to sign up with this address.',
  known:
    'Somebody has asked to sign up with this address, which has an account. To get in, sign in or reset the password. If that was not you, do nothing.',
  follow: 'To go on, follow this link:',
  once: (until) => `It works once, until ${until}.`,
  notYou: 'If that was not you, do nothing: without the link nothing happens.',
  changedAt: (what, at) => `The ${what} of this account changed on ${at}.`,
  othersEnded: 'All other sessions have ended.',
  notYourChange: 'If that was not you, reset the password now and tell whoever runs this installation.',
  factor: {
    password: 'password',
    passkey: 'passkeys',
    totp: 'second factor',
    recovery_codes: 'recovery codes',
    address: 'address',
    reset: 'password, by a mailed link,',
  },
  role: {
    owner: 'owner',
    developer: 'developer',
    finance: 'finance',
    viewer: 'viewer',
    operator: 'operator',
    support: 'support',
    auditor: 'auditor',
  },
};

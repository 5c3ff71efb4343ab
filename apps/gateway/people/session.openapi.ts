import { SIGNED_IN } from '../auth/session.controller.js';
import { TIME, created, ok } from '../http/route/documented.js';
import { orNull } from '../http/route/example.js';

const FEATURES = { mail: false, sign_up: false, passkeys: true };

export const SESSION = {
  read: {
    answer: ok({
      person: 'per_01kb',
      email: 'admin@tokenok.local',
      is_proven: true,
      language: orNull('en'),
      time_zone: orNull('UTC'),
      memberships: [
        { customer: 'cus_01kb', name: orNull('Demo'), role: 'owner', currency: 'USD', time_zone: 'UTC', permissions: ['keys.write'] },
      ],
      installation_role: orNull('owner'),
      permissions: { installation: ['customers.read'] },
      step_up_until: TIME,
      password_change_asked: true,
      expires_at: TIME,
      idle_expires_at: TIME,
      factors: {
        password: true,
        totp: false,
        recovery_codes_left: 0,
        passkeys: [{ id: 'pky_01kb', name: 'Laptop', created_at: TIME, last_used_on: orNull('2026-11-23') }],
      },
      features: FEATURES,
      public_url: orNull('https://gateway.example'),
      version: '0.1.0',
    }),
  },
  installation: {
    answer: ok({
      name: 'Tokenok',
      public_url: orNull('https://gateway.example'),
      features: FEATURES,
      languages: ['en'],
      has_started: true,
    }),
  },
  list: {
    answer: ok({
      data: [
        {
          id: 'ses_01kb',
          current: true,
          opened_at: TIME,
          last_used_at: TIME,
          expires_at: TIME,
          address: orNull('192.0.2.7'),
          client: orNull('Firefox on Linux'),
          factors: ['password'],
        },
      ],
      has_more: false,
      next_cursor: null,
    }),
  },
  steppedUp: { answer: ok({ step_up_until: TIME }) },
} as const;

const RECOVERY_CODES = ok({ recovery_codes: ['7k2mq-x9d4t'] });
const CREDENTIAL = { id: 'base64url', rawId: 'base64url', type: 'public-key', response: {}, clientExtensionResults: {} };
const SIGNED = { challenge_id: 'v1.cookie.nonce.challenge', response: CREDENTIAL };
const REQUEST = {
  challenge_id: 'v1.cookie.nonce.challenge',
  challenge: 'base64url',
  rpId: 'gateway.example',
  timeout: 300_000,
  userVerification: 'required',
};

export const FACTORS = {
  totp: {
    body: {},
    answer: created({ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/Tokenok:admin%40tokenok.local?secret=…' }),
    refusals: [409, 422],
  },
  totpConfirmed: { body: { code: '123456' }, answer: RECOVERY_CODES, refusals: [409, 422] },
  recoveryCodes: { body: {}, answer: RECOVERY_CODES, refusals: [409, 422] },
  creationOptions: {
    body: {},
    answer: ok({
      challenge_id: 'v1.cookie.nonce.challenge',
      challenge: 'base64url',
      rp: { name: 'Tokenok', id: 'gateway.example' },
      user: { id: 'base64url', name: 'admin@tokenok.local', displayName: 'admin@tokenok.local' },
      pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
      timeout: 300_000,
      attestation: 'none',
      excludeCredentials: [],
      authenticatorSelection: {},
    }),
    refusals: [409],
  },
  passkey: {
    body: { ...SIGNED, name: 'Laptop' },
    answer: created({ id: 'pky_01kb', name: 'Laptop', created_at: TIME }),
    refusals: [409, 422],
  },
  requestOptions: { body: {}, answer: ok(REQUEST), refusals: [403, 409] },
  signedIn: { body: SIGNED, answer: ok(SIGNED_IN), refusals: [401, 403, 409] },
  steppedUpByPasskey: { body: SIGNED, answer: ok({ step_up_until: TIME }), refusals: [409] },
} as const;

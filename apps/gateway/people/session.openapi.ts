import { TIME, ok } from '../http/route/documented.js';
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

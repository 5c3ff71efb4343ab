import { CHALLENGE_MS, InstallationSecrets, newChallenge } from '#identity';
import { Clock } from '#process';
import { decryptText, encrypt } from '#vault';
import { Injectable } from '@nestjs/common';

/** What a passkey is asked for; a challenge of one is none of another. `subject`: whose, and by which session. */
export interface Purpose {
  readonly what: 'sign_in' | 'step_up' | 'register';
  readonly subject?: string;
}

export interface Challenge {
  readonly challenge: string;
  /** RFC 3339: what a passkey has signed before its last use counts no more. */
  readonly madeAt: string;
}

const KEY_NAME = 'cookie';

/** Challenges for passkeys, kept by who asked for them, encrypted: any gateway of the installation can tell its own. */
@Injectable()
export class Challenges {
  constructor(
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
  ) {}

  make(purpose: Purpose): { readonly challenge: string; readonly challengeId: string } {
    const challenge = newChallenge();
    const text = JSON.stringify({ challenge, madeAt: this.clock.now() });
    return { challenge, challengeId: encrypt(KEY_NAME, this.installation.cookieKey, text, contextOf(purpose)) };
  }

  /** Undefined for what is none, of another purpose, or five minutes old. */
  read(challengeId: string, purpose: Purpose): Challenge | undefined {
    try {
      const made = JSON.parse(decryptText(KEY_NAME, this.installation.cookieKey, challengeId, contextOf(purpose))) as Challenge;
      return this.clock.nowMs() - Date.parse(made.madeAt) < CHALLENGE_MS ? made : undefined;
    } catch {
      return undefined;
    }
  }
}

const contextOf = ({ what, subject = '' }: Purpose): string => `passkey:${what}:${subject}`;

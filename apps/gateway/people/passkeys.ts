import { Directory } from '#directory';
import {
  InstallationSecrets,
  creationOptions,
  hashCredential,
  requestOptions,
  verifyCreation,
  verifySignature,
  type KeptCredential,
  type Passkey,
  type Person,
  type RelyingParty,
  type ShownFactors,
} from '#identity';
import { PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';
import { Challenges, type Purpose } from './challenges.js';

export interface SignedChallenge {
  readonly person: Person;
  readonly shown: ShownFactors;
  readonly challengedAt: string;
}

export interface NewPasskey {
  readonly credentialHash: string;
  readonly sealed: { readonly credential: string; readonly name: string };
  readonly counter: number;
}

/** What passkeys are asked for, and whether they have signed it. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly personalData: PersonalData,
    private readonly challenges: Challenges,
  ) {}

  async toCreate(party: RelyingParty, person: Person, purpose: Purpose): Promise<object> {
    const { challenge, challengeId } = this.challenges.make(purpose);
    const { email } = await this.personalData.open(person.person, { email: person.sealed.email });
    const of = { person: person.person, email: email ?? person.person, known: await this.credentialsOf(person) };
    return { ...(await creationOptions(party, challenge, of)), challenge_id: challengeId };
  }

  /** Of one person, or of whoever has a passkey here. */
  async toSign(party: RelyingParty, purpose: Purpose, person?: Person): Promise<object> {
    const { challenge, challengeId } = this.challenges.make(purpose);
    const credentials = person ? await this.credentialsOf(person) : [];
    return { ...(await requestOptions(party, challenge, credentials)), challenge_id: challengeId };
  }

  /** Undefined for what is no new passkey of that challenge. */
  async created(
    party: RelyingParty,
    purpose: Purpose,
    given: Given,
    of: { person: string; name: string },
  ): Promise<NewPasskey | undefined> {
    const made = this.challenges.read(given.challengeId, purpose);
    const verified = made && (await verifyCreation(party, made.challenge, given.response));
    if (!verified) return undefined;
    const { credential, counter } = verified;
    const credentialHash = hashCredential(this.installation.pepper, credential.id);
    if (this.directory.personByPasskey(credentialHash) !== undefined) return undefined;
    const sealed = await this.personalData.seal(of.person, { credential: JSON.stringify(credential), name: of.name });
    return { credentialHash, sealed, counter };
  }

  /** Undefined for what no passkey of ours has signed, or not for that purpose. */
  async signed(party: RelyingParty, purpose: Purpose, { challengeId, response }: Given): Promise<SignedChallenge | undefined> {
    const made = this.challenges.read(challengeId, purpose);
    const { id } = response as { readonly id?: unknown };
    if (!made || typeof id !== 'string') return undefined;
    const hash = hashCredential(this.installation.pepper, id);
    const person = this.directory.personByPasskey(hash);
    const passkey = person?.passkeys.find(({ credential_hash: each }) => each === hash);
    const credential = person && passkey && (await this.credential(person.person, passkey));
    if (!credential) return undefined;
    const counter = await verifySignature(party, made.challenge, response, { credential, counter: passkey.counter });
    if (counter === undefined) return undefined;
    const shown = { factors: ['passkey'], passkey: { passkey: passkey.passkey, counter } } as const;
    return { person, shown, challengedAt: made.madeAt };
  }

  private async credentialsOf({ person, passkeys }: Person): Promise<readonly KeptCredential[]> {
    const all = await Promise.all(passkeys.map((each) => this.credential(person, each)));
    return all.filter((each) => each !== undefined);
  }

  private async credential(person: string, { sealed }: Passkey): Promise<KeptCredential | undefined> {
    const { credential } = await this.personalData.open(person, { credential: sealed.credential });
    return credential === null ? undefined : (JSON.parse(credential) as KeptCredential);
  }
}

/** What a browser sends back. */
export interface Given {
  readonly challengeId: string;
  readonly response: object;
}

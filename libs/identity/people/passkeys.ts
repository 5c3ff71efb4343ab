import { createHmac, randomBytes } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** Loaded at the first passkey: it is not for processes that only fold events. */
const webauthn = (): Promise<typeof import('@simplewebauthn/server')> => import('@simplewebauthn/server');

/** Whom passkeys are made for (Web Authentication, Level 3). */
export interface RelyingParty {
  /** A domain: passkeys of an address there are none. */
  readonly id: string;
  readonly origins: readonly string[];
}

/** What is kept of a passkey, sealed: the rest its device has. */
export interface KeptCredential {
  readonly id: string;
  /** COSE, base64url. */
  readonly public_key: string;
  readonly transports: readonly string[];
}

/** 256 random bits, base64url. */
export const newChallenge = (): string => randomBytes(32).toString('base64url');

/** What a sign-in looks for. */
export function hashCredential(pepper: Uint8Array, id: string): string {
  return createHmac('sha256', pepper).update('passkey:').update(id).digest('base64url');
}

/** How long a person may take: as long as the challenge counts. */
export const CHALLENGE_MS = 5 * 60_000;

/** What a browser makes a passkey by: one that it finds by itself, and only for whom its device has recognised. */
export async function creationOptions(
  party: RelyingParty,
  challenge: string,
  of: { readonly person: string; readonly email: string; readonly known: readonly KeptCredential[] },
): Promise<object> {
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    rpName: 'Tokenok',
    rpID: party.id,
    challenge: bytesOf(challenge),
    userID: new Uint8Array(Buffer.from(of.person)),
    userName: of.email,
    userDisplayName: of.email,
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: of.known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** What a browser signs by. Without credentials whoever is there chooses among those that the device has. */
export async function requestOptions(party: RelyingParty, challenge: string, credentials: readonly KeptCredential[] = []): Promise<object> {
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: bytesOf(challenge),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    ...(credentials.length > 0 && { allowCredentials: credentials.map(({ id, transports }) => ({ id, transports: [...transports] })) }),
  });
}

/** Undefined for what is no new passkey of this challenge, or was made without recognising whoever was there. */
export async function verifyCreation(
  party: RelyingParty,
  challenge: string,
  response: unknown,
): Promise<{ readonly credential: KeptCredential; readonly counter: number } | undefined> {
  const { verifyRegistrationResponse } = await webauthn();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: [...party.origins],
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => NOTHING);
  if (!verified || !registrationInfo) return undefined;
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  const kept = {
    id,
    public_key: Buffer.from(publicKey).toString('base64url'),
    transports: transports.filter((each) => /^[\w-]{1,20}$/.test(each)),
  };
  return { credential: kept, counter };
}

/** Its counter; undefined for what the passkey has not signed, or not for this challenge, or without recognising whoever was there. */
export async function verifySignature(
  party: RelyingParty,
  challenge: string,
  response: unknown,
  { credential, counter }: { readonly credential: KeptCredential; readonly counter: number },
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await webauthn();
  const { id, public_key: key, transports } = credential;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: [...party.origins],
    expectedRPID: party.id,
    credential: { id, publicKey: bytesOf(key), counter, transports: [...transports] },
    requireUserVerification: true,
  }).catch(() => NOTHING);
  return verified ? authenticationInfo?.newCounter : undefined;
}

/** Ed25519, ES256, RS256 (COSE): what devices have. Where none are named the package tries which ones this Node has, which Node warns of. */
const ALGORITHMS = [-8, -7, -257];

/** Its faults all say that it is none. */
const NOTHING = { verified: false, registrationInfo: undefined, authenticationInfo: undefined } as const;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));

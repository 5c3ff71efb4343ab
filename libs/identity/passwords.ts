/** Loaded at the first password: the native code is not for processes that only fold events. */
const argon2 = (): Promise<typeof import('@node-rs/argon2')> => import('@node-rs/argon2');

/** Argon2id with the parameters that OWASP's password storage cheat sheet names first: 19 MiB, 2 passes, 1 lane. Runs off the event loop. */
const ARGON2ID = 2;
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash that no password has, so that an unknown e-mail takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

export async function hashPassword(password: string): Promise<string> {
  const { hash } = await argon2();
  return hash(password, PARAMETERS);
}

/** Spends what a verification costs, and is false, where there is no hash to hold it against. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  if (passwordHash === undefined) return verifyNobody(password);
  const { verify } = await argon2();
  return verify(passwordHash, password);
}

/** Spends what a verification costs, and is never true. */
export async function verifyNobody(password: string): Promise<false> {
  const { verify } = await argon2();
  decoy ??= hashPassword(crypto.randomUUID());
  await verify(await decoy, password);
  return false;
}

import type { Raised } from './clients/client.js';

/** Holds what an SDK raised against the class that it exports for it, exactly, and against the words. */
export async function expectRaised(promise: PromiseLike<unknown>, raised: Raised, message: string): Promise<void> {
  const error = await Promise.resolve(promise).then(
    () => null,
    (fault: unknown) => fault,
  );
  expect(nameOf(error)).toBe(typeof raised === 'function' ? raised.name : raised);
  if (typeof raised === 'function') expect(error).toBeInstanceOf(raised);
  if (error !== null) expect((error as Error).message).toContain(message);
}

/** An error of another language says its class itself. */
function nameOf(error: unknown): string | null {
  if (error === null) return null;
  return (error as { pythonClass?: string }).pythonClass ?? (error as object).constructor.name;
}

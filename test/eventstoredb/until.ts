/** Looks again and again until something holds; rejects when it does not within two seconds. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 2_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Did not hold within ${withinMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a person sees on stdout once the gateway is ready. Modules add their lines while they start; each is printed once. */
export class Banner {
  readonly #lines: string[] = [];

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}

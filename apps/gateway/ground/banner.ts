/** A line of the banner; one that shows an address is made once the port is known. */
export type BannerLine = string | ((url: string) => string);

/** What a person sees on stdout once the gateway is ready. Modules add their lines while they start; each is printed once. */
export class Banner {
  readonly #lines: BannerLine[] = [];

  add(...lines: readonly BannerLine[]): void {
    this.#lines.push(...lines);
  }

  /** Ahead of what modules have to say. */
  first(...lines: readonly BannerLine[]): void {
    this.#lines.unshift(...lines);
  }

  text(url: string): string {
    return this.#lines.map((line) => `${typeof line === 'string' ? line : line(url)}\n`).join('');
  }
}

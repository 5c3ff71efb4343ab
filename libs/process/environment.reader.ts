import type { Parsed } from './environment.values.js';

/** Every variable that is read; anything else in the environment is none of our business. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with the environment, at once. Names variables and what is wanted, never a value. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not valid: ${problems.join(' · ')}`);
  }
}

/** Reads all variables before it complains, so that one start shows every mistake. */
export class EnvironmentReader {
  readonly #problems: string[] = [];

  constructor(readonly variables: EnvironmentVariables) {}

  /** Undefined where the variable is unset, and where it is wrong: then `finish` tells. */
  read<T>(name: string, parse: (text: string) => Parsed<T>): T | undefined {
    const text = this.variables[name];
    if (text === undefined) return undefined;
    if (text.trim() === '') {
      this.refuse(`${name} is empty: set it, or unset it`);
      return undefined;
    }
    const parsed = parse(text);
    if ('wanted' in parsed) this.refuse(`${name} must be ${parsed.wanted}`);
    return 'value' in parsed ? parsed.value : undefined;
  }

  isSet(name: string): boolean {
    return this.variables[name] !== undefined;
  }

  refuse(problem: string): void {
    this.#problems.push(problem);
  }

  /** Throws `EnvironmentError` with all that was refused. */
  finish(): void {
    if (this.#problems.length > 0) throw new EnvironmentError(this.#problems);
  }
}

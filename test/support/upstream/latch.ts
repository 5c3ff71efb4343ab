import type { ProviderAnswer } from './provider-answer.js';

/** Holds every answer back until it is released, so that a test decides what was in flight together. */
export class Latch {
  readonly #released: Promise<void>;
  release!: () => void;

  constructor() {
    this.#released = new Promise((resolve) => (this.release = resolve));
  }

  before(answer: ProviderAnswer): ProviderAnswer {
    return async (response, received) => {
      await this.#released;
      return answer(response, received);
    };
  }
}

import { isGiven, type JsonObject } from './object.js';

/** Names of members that have no place in what is written, each once, for `x-tokenok-dropped`. */
export class Unsaid {
  private readonly all = new Set<string>();

  get names(): readonly string[] {
    return [...this.all];
  }

  add(name: string): void {
    // Names are the writer's own, and as many as it likes.
    if (this.all.size < MOST_NAMES) this.all.add(name);
  }

  /** Every member that says something and is none of these. */
  others(object: JsonObject, understood: ReadonlySet<string>, prefix: string): void {
    for (const name in object) if (!understood.has(name) && isGiven(object[name])) this.add(prefix + name);
  }
}

/** More than are ever told (docs/limits.md). */
const MOST_NAMES = 200;

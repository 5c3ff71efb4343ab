import type { Projected } from './projector.protocol.js';

export interface ProjectorTrouble {
  readonly kind: 'died' | 'stopped' | 'parked';
  readonly message: string;
  /** Of what the thread died of, where it has one. */
  readonly code?: string;
}

/** What projections stand still in front of, or have parked: each told once in the life of a process. */
export class ProjectorTroubles {
  readonly #told = new Set<string>();

  constructor(private readonly tell: (trouble: ProjectorTrouble) => void) {}

  look(projected: readonly Projected[]): void {
    for (const each of projected) this.#lookAt(each);
  }

  #lookAt({ name, stopped, parked }: Projected): void {
    const troubles = [...(stopped ? [['stopped', stopped] as const] : []), ...parked.map((poison) => ['parked', poison] as const)];
    for (const [kind, { position, stream, revision, type, message }] of troubles) {
      const key = `${name} ${kind} ${position}`;
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      this.tell({ kind, message: `${name} ${kind} at ${type}, revision ${revision} of ${stream}: ${message}` });
    }
  }
}

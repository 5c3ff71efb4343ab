import type { Jobs } from './aside.jobs.js';

export type JobName = keyof Jobs;

/** What a job is told besides its bytes. */
export type JobArguments<Name extends JobName> = Jobs[Name] extends (bytes: Buffer, ...args: infer Args) => unknown ? Args : never;

/** What becomes of a job; a Buffer in it arrives as a Uint8Array. */
export type JobResult<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;

/** One job at a time. */
export interface ToAside {
  readonly job: JobName;
  readonly args: readonly unknown[];
  readonly bytes: Uint8Array;
}

/** The bytes come back with the result. A fault is told by its name and place: its message may have been about the content. */
export type FromAside = { readonly bytes: Uint8Array } & ({ readonly result: unknown } | { readonly fault: string });

/** What goes from one thread to another without a copy: bytes with memory of their own, which no small Buffer has. */
export function movable(value: unknown): ArrayBuffer[] {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.length > Buffer.poolSize ? [value.buffer] : [];
}

export const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

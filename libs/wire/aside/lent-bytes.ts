import type { JobArguments, JobName, JobResult } from './aside.protocol.js';
import type { AsideThread } from './aside.thread.js';

/** Bytes that are moved to a thread and back, never copied: one job has them after another, in the order in which they were asked for. */
export class LentBytes {
  readonly length: number;
  private here: Promise<Buffer>;

  constructor(
    bytes: Buffer,
    private readonly thread: AsideThread,
    private readonly isWanted?: () => boolean,
  ) {
    this.length = bytes.length;
    this.here = Promise.resolve(bytes);
  }

  /** Rejects with `ASIDE_FAILED`; then, and from then on, the bytes are lost. */
  async run<Name extends JobName>(job: Name, ...args: JobArguments<Name>): Promise<JobResult<Name>> {
    const done = this.here.then((bytes) => this.thread.run(job, bytes, args, job === 'read' ? this.isWanted : undefined));
    this.here = done.then(({ bytes }) => bytes);
    // Asked for by nobody but the next job.
    this.here.catch(() => undefined);
    return (await done).result as JobResult<Name>;
  }

  /** The bytes themselves, behind all jobs. They must not be lent again. */
  taken(): Promise<Buffer> {
    return this.here;
  }
}

/** Who commands, in which request, under which Idempotency-Key: facts, so that whoever does it never sees a request. */
export interface Asking {
  /** Goes into the events: `admin:adm_…`, `admin:token`, `key:key_…`. */
  readonly actor: string;
  /** The id of the request. */
  readonly cause: string;
  /** Of `performance.now()`: every step of the command has ended by then. Undefined for one that may take its time. */
  readonly untilMs: number | undefined;
  /** Undefined where no Idempotency-Key came along. */
  readonly once: AskedOnce | undefined;
}

export interface AskedOnce {
  readonly key: string;
  /** Method and path, however the path was encoded. */
  readonly route: string;
  readonly body: Buffer;
}

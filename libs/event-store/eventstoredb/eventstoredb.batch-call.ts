import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { BatchStream } from './eventstoredb.connection.js';
import { describeFault } from './eventstoredb.faults.js';

type BatchRequest = InstanceType<typeof streams.BatchAppendReq>;
type BatchResponse = InstanceType<typeof streams.BatchAppendResp>;

/** What became of an append that was sent: the server's answer, or why there will be none. */
export type BatchAnswer = { readonly answer: BatchResponse } | { readonly lost: string };

/** A call for many appends. Once it has ended, in whichever way, each append that is pending on it may have been written or not. */
export class BatchCall {
  readonly #pending = new Map<string, (answer: BatchAnswer) => void>();
  #lost: string | undefined;

  constructor(private readonly call: BatchStream) {
    call.on('data', (response: BatchResponse) => this.#answered(response));
    call.on('error', (error) => this.#end(describeFault(error)));
    call.on('end', () => this.#end('the server ended the call'));
  }

  /** False once it takes no more. */
  get open(): boolean {
    return this.#lost === undefined;
  }

  /** Once, with the answer or without; an answer that comes after `forget` is nobody's. */
  send(correlation: string, request: BatchRequest, settle: (answer: BatchAnswer) => void): void {
    this.#pending.set(correlation, settle);
    this.call.write(request);
  }

  /** Nobody waits for this one any longer. A call that has lost one answer may be dead: the next append gets another one. */
  forget(correlation: string): void {
    this.#pending.delete(correlation);
    this.#lost ??= 'an earlier append was not answered';
    this.#cancelWhenIdle();
  }

  #answered(response: BatchResponse): void {
    const correlation = response.getCorrelationId()?.getString() ?? '';
    const settle = this.#pending.get(correlation);
    this.#pending.delete(correlation);
    settle?.({ answer: response });
    if (this.#lost !== undefined) this.#cancelWhenIdle();
  }

  #cancelWhenIdle(): void {
    if (this.#pending.size === 0) this.call.cancel();
  }

  #end(reason: string): void {
    this.#lost ??= reason;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const settle of pending) settle({ lost: reason });
    this.call.end();
  }
}

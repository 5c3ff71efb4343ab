import { EventStoreDBClient } from '@eventstore/db-client';
import featureStubs from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamStubs from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { UnavailableError } from '../errors.js';
import { describeFault } from './eventstoredb.faults.js';
import { checkedUrl } from './eventstoredb.url.js';

type ReadRequest = InstanceType<typeof streams.ReadReq>;
type ReadResponse = InstanceType<typeof streams.ReadResp>;
export type ReadCall = ReturnType<streamStubs.StreamsClient['read']>;
export type BatchStream = ReturnType<streamStubs.StreamsClient['batchAppend']>;

/** The leader's answers only: what one read has seen, the next one sees too. */
const LEADER = { requiresLeader: true };

/**
 * One connection: the client finds the server, follows its leader and connects again; the calls are ours, on the stubs that the
 * client is built on, because its own calls do not give back the bytes that they were given (ADR 0012).
 */
export class Connection {
  readonly #client: EventStoreDBClient;
  #stubs: streamStubs.StreamsClient | undefined;

  constructor(url: string) {
    const checked = checkedUrl(url);
    try {
      this.#client = EventStoreDBClient.connectionString(checked);
    } catch {
      // its message shows parts of the URL
      throw new UnavailableError('The URL of EventStoreDB cannot be understood, or names a certificate that cannot be read');
    }
    this.#containErrors();
  }

  /** The client looks for a leader in answer to an error and lets go of the promise: a failure there would end the process. */
  #containErrors(): void {
    const handle = this.#client['handleError'];
    this.#client['handleError'] = (stubs, error) => handle(stubs, error).catch(() => undefined);
  }

  /** All answers of a bounded read. Rejects with the error as it came. */
  async read(request: ReadRequest, timeoutMs: number): Promise<readonly ReadResponse[]> {
    const call = await within(
      timeoutMs,
      this.#open('read', (stubs) => stubs.read(request, ...this.#arguments(timeoutMs))),
    );
    return new Promise((resolve, reject) => {
      const responses: ReadResponse[] = [];
      call.on('data', (response: ReadResponse) => responses.push(response));
      call.on('error', reject);
      call.on('end', () => resolve(responses));
    });
  }

  /** A call without an end. */
  follow(request: ReadRequest): Promise<ReadCall> {
    return this.#open('subscribe', (stubs) => stubs.read(request, ...this.#arguments()));
  }

  batchAppend(): Promise<BatchStream> {
    return this.#open('batchAppend', (stubs) => stubs.batchAppend(...this.#arguments()));
  }

  /** Asks the server what it can: the cheapest thing to ask. Throws `UnavailableError`. */
  async ping(timeoutMs: number): Promise<InstanceType<typeof features.SupportedMethods>> {
    try {
      const answered = this.#client['execute'](featureStubs.ServerFeaturesClient, 'ping', (stubs) => {
        return new Promise<InstanceType<typeof features.SupportedMethods>>((resolve, reject) => {
          const [metadata, options] = this.#arguments(timeoutMs);
          stubs.getSupportedMethods(new shared.Empty(), metadata, options, (error, methods) => (error ? reject(error) : resolve(methods)));
        });
      });
      return await within(timeoutMs, answered);
    } catch (cause) {
      throw new UnavailableError(`EventStoreDB cannot be reached: ${describeFault(cause)}`, { cause });
    }
  }

  async close(): Promise<void> {
    await this.#client.dispose();
    this.#stubs?.close();
  }

  #open<Call extends ReadCall | BatchStream>(name: string, call: (stubs: streamStubs.StreamsClient) => Call): Promise<Call> {
    const open = this.#client['GRPCStreamCreator'](streamStubs.StreamsClient, name, (stubs) => {
      this.#stubs = stubs;
      return call(stubs);
    });
    return open();
  }

  #arguments(timeoutMs?: number) {
    return this.#client['callArguments'](LEADER, { deadline: timeoutMs === undefined ? Infinity : Date.now() + timeoutMs });
  }
}

/** The deadline of a call begins with the call: looking for a cluster's leader, which comes before it, can take minutes. */
function within<Value>(timeoutMs: number, work: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

import gossipStubs from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featureStubs from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamStubs from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { subscribe } from './all-subscription.js';
import { append, batchAppend, type BatchCall } from './append-calls.js';
import { EventLog } from './event-log.js';
import { Faults } from './faults.js';
import { serverError } from './messages.js';
import { read, type ReadCall } from './read-calls.js';
import { SOFT_DELETED } from './stream-limits.js';

const { LEADER } = gossip.MemberInfo.VNodeState;

type Supported = InstanceType<typeof features.SupportedMethods>;
type Members = InstanceType<typeof gossip.ClusterInfo>;

/**
 * As much of an EventStoreDB server as the adapter uses, in memory, with faults on order. It proves the adapter's logic, not the
 * server: the same specs run against a real one when `EVENTSTORE_URL` is set.
 */
export class EventStoreServer {
  readonly faults = new Faults();
  readonly log = new EventLog(() => this.faults.allLagMs);
  readonly #batches = new Set<BatchCall>();
  readonly #subscriptions = new Set<ReadCall>();
  readonly #reads = new Set<ReadCall>();
  /** The most events that one read has asked for. */
  largestRead = 0;
  #server: Server | undefined;
  #port = 0;

  static async start(port = 0): Promise<EventStoreServer> {
    const server = new EventStoreServer();
    server.#port = port;
    await server.up();
    return server;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  /** Calls that somebody has left open. */
  get openReads(): number {
    return this.#reads.size;
  }

  get openBatches(): number {
    return this.#batches.size;
  }

  get subscriptions(): number {
    return this.#subscriptions.size;
  }

  /** With everything that it held, at the same place. */
  async up(): Promise<void> {
    if (this.#server) return;
    const server = new Server({ 'grpc.max_receive_message_length': 4 * 1024 * 1024 });
    server.addService(streamStubs.StreamsService, {
      read: (call: ReadCall) => this.#read(call),
      append: (call, answered) => append(this.log, call, answered),
      batchAppend: (call: BatchCall) => this.#batchAppend(call),
      delete: refuse,
      tombstone: refuse,
    } satisfies Partial<streamStubs.IStreamsServer>);
    server.addService(featureStubs.ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answered: sendUnaryData<Supported>) => answered(null, supported()),
    });
    server.addService(gossipStubs.GossipService, {
      read: (_call: unknown, answered: sendUnaryData<Members>) => this.#gossip(answered),
    });
    this.#port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.#port}`, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    this.#server = server;
  }

  /** Every connection is cut, and nobody gets through until it is up again. */
  down(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  async dropConnections(): Promise<void> {
    this.down();
    await this.up();
  }

  /** Ends all subscriptions as a server does that is shutting down: without a word. */
  endSubscriptions(): void {
    for (const call of this.#subscriptions) call.end();
  }

  failSubscriptions(): void {
    for (const call of this.#subscriptions) call.emit('error', serverError(status.UNAVAILABLE, '', 'the subscription was dropped'));
  }

  breakBatches(): void {
    for (const call of this.#batches) call.emit('error', serverError(status.INTERNAL, '', 'the call broke'));
  }

  softDelete(stream: string): void {
    this.setMetadata(stream, SOFT_DELETED);
  }

  setMetadata(stream: string, json: string): void {
    const event = { id: randomUUID(), type: '$metadata', contentType: 'application/json', metadata: new Uint8Array() };
    this.log.append(`$$${stream}`, [{ ...event, data: Buffer.from(json) }], 'any');
  }

  #read(call: ReadCall): void {
    const options = call.request.getOptions();
    if (!options) return void call.end();
    if (!options.hasSubscription()) {
      track(this.#reads, call);
      this.largestRead = Math.max(this.largestRead, Number(options.getCount()));
      return void read(this.log, this.faults, call, options).catch(() => undefined);
    }
    track(this.#subscriptions, call);
    subscribe(this.log, this.faults, call, options);
  }

  #batchAppend(call: BatchCall): void {
    track(this.#batches, call);
    batchAppend(this.log, this.faults, call);
  }

  #gossip(answered: sendUnaryData<Members>): void {
    if (this.faults.noGossip) return answered(serverError(status.UNAVAILABLE, '', 'Server Is Not Ready'));
    const endpoint = new gossip.EndPoint().setAddress('127.0.0.1').setPort(this.#port);
    const member = new gossip.MemberInfo().setInstanceId(new shared.UUID().setString(randomUUID())).setTimeStamp('0').setState(LEADER);
    answered(null, new gossip.ClusterInfo().setMembersList([member.setIsAlive(true).setHttpEndPoint(endpoint)]));
  }
}

/** Keeps a call in a set for as long as it is open. */
function track<Call extends ReadCall | BatchCall>(open: Set<Call>, call: Call): void {
  open.add(call);
  for (const event of ['cancelled', 'close', 'error', 'finish']) call.on(event, () => open.delete(call));
}

function supported(): Supported {
  const methods = ['read', 'append', 'batchappend'].map((name) =>
    new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
  );
  return new features.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion('24.10.0');
}

/** Nothing of ours is ever deleted. */
function refuse<Request, Response>(_call: ServerUnaryCall<Request, Response>, answered: sendUnaryData<Response>): void {
  answered(serverError(status.UNIMPLEMENTED, '', 'deletes nothing'));
}

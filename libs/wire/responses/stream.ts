import { responsesErrorFrame, type WireError } from '../common/errors.js';
import { RelayedStream } from '../sse/relayed-stream.js';
import { COMMENT_PING } from '../sse/stream-relay.js';
import { ResponsesStreamFacts } from './stream.facts.js';

/** Relays a stream of Responses byte for byte; its terminal event is held until the charge is durable. */
export class ResponsesStreamRelay extends RelayedStream<ResponsesStreamFacts> {
  readonly ping = COMMENT_PING;
  /** Never needed: only a terminal event ends one. */
  protected readonly terminal = Buffer.alloc(0);
  private sequenceNumber = -1;

  constructor() {
    super(new ResponsesStreamFacts());
  }

  errorFrame(error: WireError): Buffer {
    return responsesErrorFrame(error, this.sequenceNumber + 1);
  }

  protected relay(frame: Buffer): void {
    const { facts } = this;
    const event = facts.read(this.fieldsOf(frame));
    if (facts.state === 'failed') return;
    if (!event) return this.pass(frame);
    this.started = true;
    if (Number.isSafeInteger(event['sequence_number'])) this.sequenceNumber = event['sequence_number'] as number;
    facts.keepText(event);
    // Its words are cleaned with those of the end.
    this.holding ||= facts.error !== undefined;
    if (facts.state === 'done') this.finish(frame);
    else this.pass(frame);
  }
}

import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { writtenBy } from './eventstoredb.outcome.js';

function refusal(type: string, message: string) {
  const details = new anyMessages.Any();
  details.pack(new Uint8Array(), type);
  const status = new statusMessages.Status();
  status.setDetails(details);
  status.setMessage(message);
  const answer = new streams.BatchAppendResp();
  answer.setError(status);
  return { answer };
}

describe('what the server answers to an append', () => {
  it.each([
    ['google.protobuf.Empty', 'Server Is Not Ready', 'UNAVAILABLE'],
    ['google.protobuf.Empty', 'Server Is Busy', 'UNAVAILABLE'],
    ['google.protobuf.Empty', 'No leader info available in response', 'UNAVAILABLE'],
    ['event_store.client.AccessDenied', '', 'UNAVAILABLE'],
    ['event_store.client.WrongExpectedVersion', '', 'CONFLICT'],
    ['event_store.client.Timeout', 'Operation timed out: Commit timeout', 'AMBIGUOUS'],
    ['event_store.client.Unknown', '', 'AMBIGUOUS'],
  ])('%s (%s) is %s', (type, message, code) => {
    expect(() => writtenBy(refusal(type, message), 'a', 0n, 1)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('is in doubt where no answer came', () => {
    expect(() => writtenBy({ lost: 'the server ended the call' }, 'a', 0n, 1)).toThrow(
      expect.objectContaining({ code: 'AMBIGUOUS' }) as Error,
    );
  });
});

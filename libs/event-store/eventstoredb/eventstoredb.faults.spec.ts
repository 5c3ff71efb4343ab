import { describeFault, readFault } from './eventstoredb.faults.js';

const trailer = (exception: string) => ({ get: (key: string) => (key === 'exception' ? [exception] : []) });

describe('what the client and its gRPC library throw', () => {
  it.each([
    [{ type: 'access-denied' }, 'UNAVAILABLE', /no right to read \$all/],
    [{ code: 7 }, 'UNAVAILABLE', /no right to read \$all/],
    [{ code: 16 }, 'UNAVAILABLE', /no right to read \$all/],
    [{ code: 2, metadata: trailer('access-denied') }, 'UNAVAILABLE', /no right to read \$all/],
    [{ code: 9, metadata: trailer('stream-deleted') }, 'STREAM_CLOSED', /deleted for good/],
    [{ code: 14, metadata: trailer(''), details: 'refused' }, 'UNAVAILABLE', /cannot be reached .*refused/],
    [{ code: 4 }, 'UNAVAILABLE', /did not answer in time/],
    [new Error('anything'), 'UNAVAILABLE', /unknown .*anything/],
    [undefined, 'UNAVAILABLE', /unknown .*no details/],
  ])('is told by its type, else by its trailer, else by its code: %j', (error, code, message) => {
    const fault = readFault(error, '$all');
    expect(fault).toMatchObject({ code, cause: error });
    expect(fault.message).toMatch(message);
    expect(describeFault(error)).not.toBe('');
  });
});

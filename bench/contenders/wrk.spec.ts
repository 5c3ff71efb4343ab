import { parseLoad } from './wrk.js';

describe('what wrk prints', () => {
  it('is read from the line of our own script', () =>
    expect(
      parseLoad(
        'Running 2s test\n  32 connections\n\nBENCH {"us":2000000,"requests":9000,"status":7,"sockets":1,"p50":3100,"p99":9400,"max":20000}\n',
      ),
    ).toEqual({ requestsPerSecond: 4500, p50Ms: 3.1, p99Ms: 9.4, maxMs: 20, answers: 9000, refused: 7, socketErrors: 1 }));

  it('without that line is an error that shows it', () => expect(() => parseLoad('unable to connect')).toThrow(/unable to connect/));
});

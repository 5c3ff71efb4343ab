import { OptionError, parseOptions } from './options.js';

describe('options of the bench', () => {
  it('run everything unless told otherwise', () =>
    expect(parseOptions([])).toEqual({
      only: ['starts', 'appends', 'leases', 'replay', 'gateway', 'streams'],
      runs: 5,
      seconds: 5,
      engine: 'embedded',
      peers: false,
      profile: false,
      loads: ['plain'],
      connections: [32],
      json: undefined,
      help: false,
    }));

  it('take several benches and whole numbers', () =>
    expect(parseOptions(['--only', 'gateway,replay', '--runs', '3', '--seconds', '2', '--peers', '--json', 'x.json'])).toMatchObject({
      only: ['gateway', 'replay'],
      runs: 3,
      seconds: 2,
      peers: true,
      json: 'x.json',
    }));

  it('take another checkout that is measured beside this one', () =>
    expect(parseOptions(['--against', '../before'])).toMatchObject({ only: ['paired'], against: '../before' }));

  it('take another checkout as a contender of the gateway bench, with several loads and numbers of clients', () =>
    expect(
      parseOptions(['--only', 'gateway', '--against', '../before', '--loads', 'plain,streamed', '--connections', '1,32,128']),
    ).toMatchObject({ only: ['gateway'], against: '../before', loads: ['plain', 'streamed'], connections: [1, 32, 128] }));

  it('take the streams alone', () => expect(parseOptions(['--only', 'streams'])).toMatchObject({ only: ['streams'] }));

  it('take the engine that is measured beside the embedded one', () =>
    expect(parseOptions(['--only', 'appends', '--engine', 'eventstoredb'])).toMatchObject({ only: ['appends'], engine: 'eventstoredb' }));

  it.each([
    [['--only', 'gatway'], /no bench is called "gatway"/],
    [['--engine', 'postgres'], /there is no engine "postgres"; there are embedded and eventstoredb/],
    [['--runs', '0'], /--runs must be a whole number/],
    [['--seconds', '1.5'], /--seconds must be a whole number/],
    [['--only', 'paired'], /--against names the other checkout/],
    [['--loads', 'plane'], /there is no load "plane"; there are plain, streamed, translated/],
    [['--connections', '1,0'], /--connections must be a whole number from 1 to 1000/],
    [['--fast'], /--fast/],
  ])('%j is refused by its name', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(OptionError);
    expect(() => parseOptions(argv)).toThrow(message);
  });
});

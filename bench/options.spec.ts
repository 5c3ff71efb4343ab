import { OptionError, parseOptions } from './options.js';

describe('options of the bench', () => {
  it('run everything unless told otherwise', () =>
    expect(parseOptions([])).toEqual({
      only: ['appends', 'replay', 'gateway'],
      runs: 5,
      seconds: 5,
      peers: false,
      profile: false,
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

  it.each([
    [['--only', 'gatway'], /no bench is called "gatway"/],
    [['--runs', '0'], /--runs must be a whole number/],
    [['--seconds', '1.5'], /--seconds must be a whole number/],
    [['--fast'], /--fast/],
  ])('%j is refused by its name', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(OptionError);
    expect(() => parseOptions(argv)).toThrow(message);
  });
});

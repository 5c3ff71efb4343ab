import { formatReport } from './report.js';

describe('a report', () => {
  it('is a table that a person reads, then what to know, then what is wrong', () =>
    expect(
      formatReport({
        title: 'Speed',
        tables: [
          {
            columns: ['', 'req/s'],
            rows: [
              ['nginx', '20,000'],
              ['ours', '900'],
            ],
          },
        ],
        notes: ['busy machine'],
        problems: ['nothing was charged'],
        measurements: null,
      }).split('\n'),
    ).toEqual([
      '',
      'Speed',
      '=====',
      '',
      '        req/s',
      '-----  ------',
      'nginx  20,000',
      'ours      900',
      '',
      '- busy machine',
      '',
      'PROBLEM: nothing was charged',
      '',
    ]));
});

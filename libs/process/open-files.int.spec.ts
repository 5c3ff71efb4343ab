import { openFiles, tooFewFiles } from './open-files.js';

describe('the limit of open files', () => {
  it('is what the system tells', () => expect(openFiles() ?? 1_024).toBeGreaterThan(0));

  it('is told of where it is too low, with what it allows', () => {
    expect(tooFewFiles(1_024)).toMatch(/^ulimit -n is 1024: .* some 448 at once/);
    expect([tooFewFiles(4_096), tooFewFiles(undefined)]).toEqual([undefined, undefined]);
  });
});

import { createLog } from './log.js';

const logged = (write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = [];
  write(createLog('info', { write: (line) => void lines.push(line) }));
  return lines.join('');
};

describe('the log', () => {
  it('replaces what must not stand in it, should it be passed by mistake', () => {
    const text = logged((log) =>
      log.info(
        {
          authorization: 'sesame',
          request: { headers: { cookie: 'sesame' }, body: 'sesame' },
          messages: ['sesame'],
          'x-api-key': 'sesame',
          provider: { api_key: 'sesame' },
        },
        'x',
      ),
    );
    expect(text).toContain('[redacted]');
    expect(text).not.toContain('sesame');
  });

  it('tells of a fault its name, code, message, stack and causes, and nothing that hangs on it', () => {
    const fault = Object.assign(new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'EIO' }) }), {
      config: { data: 'sesame' },
    });
    const text = logged((log) => log.error({ err: fault }, 'x'));
    expect(JSON.parse(text)).toMatchObject({ err: { type: 'Error', message: 'outer', cause: { code: 'EIO', message: 'inner' } } });
    expect(text).not.toContain('sesame');
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Access, RAISED_ALIKE, type Answered, type Client, type Failure, type Raised, type ToolTurn } from './client.js';

/** A Python that has the SDKs: `npm run test:sdk` makes one. Without it their tests are shown as skipped, because npm test needs nothing but Node. */
export const PYTHON = process.env['TOKENOK_SDK_PYTHON'];

interface Outcome {
  readonly id: number;
  readonly sent: number;
  readonly told?: unknown;
  readonly raised?: { readonly class: string; readonly message: string };
}

/** What an SDK for Python raised; `pythonClass` is its class there. */
class PythonError extends Error {
  constructor(
    readonly pythonClass: string,
    message: string,
  ) {
    super(message);
  }
}

/** One process for all calls, started with the first. */
class PythonProcess {
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #child: ChildProcess | undefined;
  #calls = 0;

  constructor(private readonly program: readonly string[]) {}

  async call<T>(call: string, at: Access, more: object = {}): Promise<T> {
    const id = (this.#calls += 1);
    const outcome = await new Promise<Outcome>((resolve) => {
      this.#waiting.set(id, resolve);
      const { url, key, retries = null } = at;
      this.#start().stdin!.write(`${JSON.stringify({ id, call, url, key, retries, ...more })}\n`);
    });
    at.sent += outcome.sent;
    if (outcome.raised) throw new PythonError(outcome.raised.class, outcome.raised.message);
    return outcome.told as T;
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
  }

  #start(): ChildProcess {
    if (this.#child) return this.#child;
    const [script = '', ...args] = this.program;
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.#child = spawn(PYTHON!, [path, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1' },
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      const outcome = JSON.parse(line) as Outcome;
      this.#waiting.get(outcome.id)?.(outcome);
      this.#waiting.delete(outcome.id);
    });
    const ended = (message: string): void => {
      for (const [id, resolve] of this.#waiting) resolve({ id, sent: 0, raised: { class: 'exit', message } });
    };
    this.#child.once('error', ({ message }) => ended(message));
    this.#child.once('exit', (code) => ended(`Python ended with ${code ?? 0}`));
    return this.#child;
  }
}

type Api = Pick<Client, 'name' | 'protocol' | 'ends' | 'raises'>;

function python(program: readonly string[], api: Api, embed?: Client['embed']): Client & { readonly process: PythonProcess } {
  const process = new PythonProcess(program);
  return {
    ...api,
    process,
    plain: (at, ask) => process.call<Answered>('plain', at, ask),
    stream: (at, ask) => process.call<Answered>('stream', at, ask),
    tool: (at, ask) => process.call<ToolTurn>('tool', at, ask),
    streamTool: (at, ask) => process.call<ToolTurn>('streamTool', at, ask),
    structured: (at, ask) => process.call('structured', at, ask),
    image: (at, ask) => process.call<Answered>('image', at, ask),
    embed: embed ?? ((at, model, texts) => process.call<number[][]>('embed', at, { model, texts })),
    models: (at, model) => process.call<string[]>('models', at, { model }),
    leave: (at, ask, after) => process.call('leave', at, { ...ask, after }),
    abandon: (at, ask, afterMs) => process.call('abandon', at, { ...ask, afterMs }),
    close: () => process.stop(),
  };
}

const RAISES: Readonly<Record<Failure, Raised>> = {
  ...RAISED_ALIKE,
  'empty balance': 'APIStatusError',
  left: null,
  abandoned: 'APITimeoutError',
};

export const PYTHON_OPENAI_CHAT = python(['openai_sdk.py', 'chat'], {
  name: 'openai for Python, chat.completions',
  protocol: 'openai',
  ends: { text: 'stop', tool: 'tool_calls' },
  raises: RAISES,
});

export const PYTHON_OPENAI_RESPONSES = python(['openai_sdk.py', 'responses'], {
  name: 'openai for Python with asyncio, responses',
  protocol: 'openai',
  ends: { text: 'completed', tool: 'completed' },
  raises: { ...RAISES, abandoned: 'CancelledError' },
});

export const PYTHON_ANTHROPIC = python(
  ['anthropic_sdk.py'],
  {
    name: 'anthropic for Python',
    protocol: 'anthropic',
    ends: { text: 'end_turn', tool: 'tool_use' },
    raises: {
      ...RAISES,
      'empty balance': 'PaymentRequiredError',
      'error within the stream': 'APIStatusError',
      'cut stream': 'APIStatusError',
      'stream without its end': 'APIStatusError',
    },
  },
  {
    because: 'Anthropic has no embeddings, and its SDK no call for them',
    isSo: async () => !(await PYTHON_ANTHROPIC.process.call<boolean>('hasEmbeddings', new Access('http://127.0.0.1', 'none'))),
  },
);

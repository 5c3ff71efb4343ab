import { PYTHON, PYTHON_ANTHROPIC } from './clients/python.js';
import { describeMatrix } from './matrix.js';
import { MODELS } from './sdk.fixture.js';

(PYTHON === undefined ? describe.skip : describe)('the SDK of Anthropic for Python', () => {
  describeMatrix([PYTHON_ANTHROPIC], (sdk) => {
    it.each(MODELS)('counts tokens without a charge on %s', async (model) => {
      const at = await sdk().access();
      expect(await PYTHON_ANTHROPIC.process.call<number>('countTokens', at, { model, prompt: 'Hello' })).toBeGreaterThan(3);
      await sdk().expectBooks(at, []);
    });
  });
});

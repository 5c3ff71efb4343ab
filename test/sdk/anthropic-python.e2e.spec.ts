import { PYTHON, PYTHON_ANTHROPIC } from '../support/sdk/clients/python.js';
import { describeMatrix } from '../support/sdk/matrix.js';
import { MODELS } from '../support/sdk/sdk-scene.js';

(PYTHON === undefined ? describe.skip : describe)('the SDK of Anthropic for Python', () => {
  describeMatrix([PYTHON_ANTHROPIC], (sdk) => {
    it.each(MODELS)('counts tokens without a charge on %s', async (model) => {
      const at = await sdk().access();
      expect(await PYTHON_ANTHROPIC.process.call<number>('countTokens', at, { model, prompt: 'Hello' })).toBeGreaterThan(3);
      await sdk().expectBooks(at, []);
    });
  });
});

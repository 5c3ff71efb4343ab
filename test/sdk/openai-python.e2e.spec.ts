import { PYTHON, PYTHON_OPENAI_CHAT, PYTHON_OPENAI_RESPONSES } from '../support/sdk/clients/python.js';
import { describeMatrix } from '../support/sdk/matrix.js';

(PYTHON === undefined ? describe.skip : describe)('the SDK of OpenAI for Python', () => {
  describeMatrix([PYTHON_OPENAI_CHAT, PYTHON_OPENAI_RESPONSES]);
});

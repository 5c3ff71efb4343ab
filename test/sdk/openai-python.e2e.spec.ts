import { PYTHON, PYTHON_OPENAI_CHAT, PYTHON_OPENAI_RESPONSES } from './clients/python.js';
import { describeMatrix } from './matrix.js';

(PYTHON === undefined ? describe.skip : describe)('the SDK of OpenAI for Python', () => {
  describeMatrix([PYTHON_OPENAI_CHAT, PYTHON_OPENAI_RESPONSES]);
});

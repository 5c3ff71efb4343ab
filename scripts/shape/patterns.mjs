import ts from 'typescript';
import { isProduct, visit } from './house.mjs';

/** Where what is known of providers and models stands as data: what they take, what an image costs, which tokenizer counts. */
const DATA = new Set(['libs/routing/traits/default-traits.ts', 'libs/wire/common/image-tokens.ts', 'libs/wire/estimate/tokens.ts']);
const MODEL =
  /\b(?:gpt|chatgpt|codex|davinci|claude|gemini|gemma|mistral|mixtral|magistral|devstral|codestral|grok|deepseek|kimi|moonshot|qwen|glm|sonar|llama|command-r|minimax)\b/i;
const HOST = /[\w-]\\?\.(?:com|ai|cn|xyz)\b/i;
const ASKS = new Set(['startsWith', 'endsWith', 'includes', 'match', 'test', 'search', 'indexOf']);

/** Traits are data: no code knows a model or a host by its name (ADR 0046). Examples and names that are given are none of it. */
export function* providersByName(house) {
  for (const path of house.paths.filter((file) => isProduct(file) && /^(?:apps|libs)\//.test(file) && !DATA.has(file)))
    for (const pattern of patternsOf(house.source(path)))
      if (MODEL.test(pattern) || HOST.test(pattern))
        yield { rule: 'no-provider-by-name', path, why: `${pattern}: a trait is a row of libs/routing/traits` };
}

/** Regular expressions, and texts that something is compared with. */
function* patternsOf(source) {
  const found = [];
  visit(source, (node) => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') found.push(...texts(node.arguments));
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && ASKS.has(node.expression.name.text))
      found.push(...texts(node.arguments));
    if (ts.isBinaryExpression(node) && /^[!=]==$/.test(node.operatorToken.getText())) found.push(...texts([node.left, node.right]));
    if (ts.isCaseClause(node)) found.push(...texts([node.expression]));
  });
  yield* found;
}

const texts = (nodes = []) => nodes.filter((node) => ts.isStringLiteralLike(node)).map(({ text }) => text);

import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { isProduct, visit } from './house.mjs';

/**
 * What the cruiser cannot see: code that is reached by a URL made at run time. An app starts another by its `main.js`, a
 * library starts its own `*.worker.js`, and nothing else goes that way. The benches start programs of their own, the console's build reads its texts, and neither is asked.
 */
export function* codeByUrl(house) {
  for (const path of house.paths.filter((path) => isProduct(path) && !/^(bench|apps\/console\/build)\//.test(path))) {
    const found = [];
    const urls = new Set();
    const imports = [];
    visit(house.source(path), (node) => {
      if (isPlaceFromHere(node)) {
        if (ts.isNewExpression(node) && ts.isVariableDeclaration(node.parent)) urls.add(`${node.parent.name.getText()}.href`);
        for (const file of node.arguments.flatMap(literals)) if (!isAllowed(path, file)) found.push(`${file} by its URL`);
      }
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && !ts.isStringLiteralLike(node.arguments[0]))
        imports.push(node.arguments[0].getText());
    });
    for (const made of imports) if (!urls.has(made)) found.push(`import(${made}): nobody sees of what`);
    for (const why of found) yield { rule: 'no-code-by-url', path, why };
  }
}

/** `new URL('./x.js', import.meta.url)`, `join(import.meta.dirname, 'x.js')`, `import.meta.resolve('./x.js')`. */
function isPlaceFromHere(node) {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const isHere = (argument) => /^import[.]meta[.](url|dirname|filename)$/.test(argument.getText());
  return node.expression.getText() === 'import.meta.resolve' || (node.arguments?.some(isHere) ?? false);
}

function literals(node) {
  const found = [];
  visit(node, (part) => {
    if (ts.isStringLiteralLike(part) || ts.isTemplateTail(part)) found.push(part.text);
  });
  return found;
}

function isAllowed(path, file) {
  if (!/[.][cm]?[jt]s$/.test(file) || /\/main[.]js$/.test(file)) return true;
  const target = normalize(join(dirname(path), file)).replace(/^dist\//, '');
  const library = /^libs\/[^/]+\//.exec(path)?.[0];
  return library !== undefined && target.startsWith(library) && target.endsWith('.worker.js');
}

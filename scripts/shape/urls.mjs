import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { isProduct, visit } from './house.mjs';

/**
 * What the cruiser cannot see: code that is reached by a URL made at run time. An app starts another by its `main.js`, a
 * library starts its own `*.worker.js`, and nothing else goes that way. The benches start programs of their own and are not asked.
 */
export function* codeByUrl(house) {
  for (const path of house.paths.filter((path) => isProduct(path) && !path.startsWith('bench/'))) {
    const found = [];
    const urls = new Set();
    const imports = [];
    visit(house.source(path), (node) => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'URL' && node.arguments?.[1]?.getText() === 'import.meta.url') {
        if (ts.isVariableDeclaration(node.parent)) urls.add(`${node.parent.name.getText()}.href`);
        for (const file of literals(node.arguments[0])) if (!isAllowed(path, file)) found.push(`${file} by its URL`);
      }
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && !ts.isStringLiteralLike(node.arguments[0]))
        imports.push(node.arguments[0].getText());
    });
    for (const made of imports) if (!urls.has(made)) found.push(`import(${made}): nobody sees of what`);
    for (const why of found) yield { rule: 'no-code-by-url', path, why };
  }
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

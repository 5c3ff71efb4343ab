import ts from 'typescript';
import { isDoor, isProduct, resolved, visit } from './house.mjs';

/** A store in memory keeps the contract of its port for the specs: its door is theirs alone. */
const FOR_SPECS = /\/memory\/index[.]ts$/;

/** What an index exports is used by product code outside of it; what only a spec needs, the spec fetches from its room. */
export function* unusedExports(house) {
  const product = house.paths.filter(isProduct);
  const used = new Set(product.flatMap((path) => [...usesOf(path, house.source(path))]));
  for (const path of product.filter((file) => isDoor(file) && !FOR_SPECS.test(file)))
    for (const name of exportsOf(house.source(path)))
      if (name === '*') yield { rule: 'an-index-names-its-exports', path, why: 'export * tells nobody what the library gives' };
      else if (!used.has(`${path} ${name}`))
        yield { rule: 'no-unused-export-of-an-index', path, why: `${name} is used by no product code` };
}

function* exportsOf(source) {
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) yield '*';
      else for (const { name } of statement.exportClause.elements) yield name.text;
    } else if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) yield name.text;
      else yield statement.name.text;
    }
  }
}

/**
 * `door name` for each name that this file takes through a door. Where a module is taken as a whole (`import()`,
 * `import * as`), each word of the file counts: too kind rather than too strict.
 */
function* usesOf(path, source) {
  const whole = new Set();
  const words = new Set();
  const uses = [];
  const door = (specifier) => {
    const file = specifier && ts.isStringLiteralLike(specifier) ? resolved(path, specifier.text) : undefined;
    return file !== undefined && isDoor(file) ? file : undefined;
  };
  visit(source, (node) => {
    if (ts.isIdentifier(node)) words.add(node.text);
    const file = ts.isImportTypeNode(node)
      ? door(node.argument.literal)
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? door(node.arguments[0])
        : ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
          ? door(node.moduleSpecifier)
          : undefined;
    if (file === undefined) return;
    const named = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
    if (named && (ts.isNamedImports(named) || ts.isNamedExports(named)))
      for (const { propertyName, name } of named.elements) uses.push(`${file} ${(propertyName ?? name).text}`);
    else whole.add(file);
  });
  yield* uses;
  for (const file of whole) for (const word of words) yield `${file} ${word}`;
}

/** Reads source files as the rules of the house see them. */
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** From the root, with forward slashes; undefined for packages and Node modules. */
  readonly target: string | undefined;
  /** Names that are there at run time; `*` for whole modules. */
  readonly values: readonly string[];
}

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly lineCount: number;
  readonly imports: readonly Import[];
  readonly classNames: readonly string[];
  /** Names bound by `let` or `var` outside of any function. */
  readonly moduleVariables: readonly string[];
  /** Texts within the first argument of calls of a method named `call`: operations of the API. */
  readonly calledOperations: readonly string[];
  /** Nothing but exports from elsewhere. */
  readonly isBarrel: boolean;
}

const textsIn = (node: ts.Node): readonly string[] =>
  ts.isStringLiteralLike(node) ? [node.text] : node.getChildren().flatMap(textsIn);

function operationsCalledBy(node: ts.Node): readonly string[] {
  if (!ts.isCallExpression(node) || node.arguments[0] === undefined) return [];
  const { expression } = node;
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'call' ? textsIn(node.arguments[0]) : [];
}

function valuesOf(clause: ts.ImportClause | undefined): readonly string[] {
  if (clause === undefined) return ['*'];
  if (clause.isTypeOnly) return [];
  const bindings = clause.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.filter((element) => !element.isTypeOnly) : [];
  const names = named.map((element) => (element.propertyName ?? element.name).text);
  return [...(clause.name ? ['default'] : []), ...(bindings && ts.isNamespaceImport(bindings) ? ['*'] : []), ...names];
}

function specifierIn(node: ts.Node): { readonly specifier: ts.Expression; readonly values: readonly string[] } | undefined {
  if (ts.isImportDeclaration(node)) return { specifier: node.moduleSpecifier, values: valuesOf(node.importClause) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return { specifier: node.moduleSpecifier, values: node.isTypeOnly ? [] : ['*'] };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return { specifier: node.argument.literal, values: [] };
  if (!ts.isCallExpression(node) || node.arguments[0] === undefined) return undefined;
  const { expression } = node;
  const loads = expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
  return loads ? { specifier: node.arguments[0], values: ['*'] } : undefined;
}

export function parseSource(path: string, text: string): SourceFile {
  const root = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const classNames: string[] = [];
  const calledOperations: string[] = [];
  const visit = (node: ts.Node): void => {
    const found = specifierIn(node);
    if (found && ts.isStringLiteralLike(found.specifier)) {
      const specifier = found.specifier.text;
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
      imports.push({ specifier, target, values: found.values });
    }
    if (ts.isClassLike(node) && node.name) classNames.push(node.name.text);
    calledOperations.push(...operationsCalledBy(node));
    ts.forEachChild(node, visit);
  };
  visit(root);
  const variables = root.statements.filter(ts.isVariableStatement).filter(({ declarationList }) => !(declarationList.flags & ts.NodeFlags.Const));
  return {
    path,
    lineCount: text.trimEnd().split('\n').length,
    imports,
    classNames,
    calledOperations,
    moduleVariables: variables.flatMap(({ declarationList }) => declarationList.declarations.map(({ name }) => name.getText(root))),
    isBarrel: root.statements.length > 0 && root.statements.every((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier),
  };
}

/** All TypeScript files under `src`. */
export function readSources(rootFolder: string): readonly SourceFile[] {
  const paths = globSync('src/**/*.ts', { cwd: rootFolder }).map((path) => path.replaceAll('\\', '/'));
  return paths.sort().map((path) => parseSource(path, readFileSync(posix.join(rootFolder, path), 'utf8')));
}

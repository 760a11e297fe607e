import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import ts from 'typescript';

/**
 * A file of a bundle and all that is loaded with it before anything is asked for.
 * @param root the folder that `entry` and the paths returned are relative to
 */
export async function staticClosure(root: string, entry: string): Promise<readonly string[]> {
  const seen = new Set<string>();
  const queue = [entry];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const source = ts.createSourceFile(path, await readFile(join(root, path), 'utf8'), ts.ScriptTarget.Latest);
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      const specifier = statement.moduleSpecifier;
      if (specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith('.')) queue.push(posix.join(posix.dirname(path), specifier.text));
    }
  }
  return [...seen];
}

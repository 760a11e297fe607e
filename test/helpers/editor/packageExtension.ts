import path from 'node:path';
import { projectRoot } from './paths.ts';
import { runProgram } from './runProgram.ts';

/** Packs an extension's folder into a VSIX; what goes in is decided by its .vscodeignore. */
export async function packageExtension(folder: string, vsix: string): Promise<void> {
  const packager = path.join(projectRoot, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  await runProgram(process.execPath, [packager, 'package', ...options], { cwd: folder });
}

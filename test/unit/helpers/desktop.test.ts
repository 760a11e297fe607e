import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { resolveExecutable } from '../../helpers/editor/desktop.ts';

/** A fresh folder with the named empty files in it. */
function folderWith(test: TestContext, files: readonly string[]): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'desktop-')));
  test.after(() => {
    rmSync(folder, { recursive: true });
  });
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), '');
  }
  return folder;
}

describe('the desktop program', () => {
  it('is taken as it is when the program itself is named', (test) => {
    const folder = folderWith(test, ['code']);
    assert.equal(resolveExecutable(path.join(folder, 'code')), path.join(folder, 'code'));
  });

  it('is found beside its command-line script, also through a link to the script', (test) => {
    const folder = folderWith(test, ['share/code/code', 'share/code/bin/code']);
    symlinkSync(path.join(folder, 'share/code/bin/code'), path.join(folder, 'linked'));
    assert.equal(resolveExecutable(path.join(folder, 'linked')), path.join(folder, 'share/code/code'));
  });

  it('is the real file of a macOS bundle, whatever it is called and whatever links to it', (test) => {
    const folder = folderWith(test, ['Visual Studio Code.app/Contents/MacOS/Code', 'Visual Studio Code.app/Contents/Resources/app/bin/code']);
    const bundle = path.join(folder, 'Visual Studio Code.app');
    symlinkSync('Code', path.join(bundle, 'Contents/MacOS/Another'));
    const program = path.join(bundle, 'Contents/MacOS/Code');
    assert.equal(resolveExecutable(bundle), program);
    assert.equal(resolveExecutable(path.join(bundle, 'Contents/Resources/app/bin/code')), program);
  });

  it('is not there for the script of a remote terminal, nor for a file that does not exist', (test) => {
    const folder = folderWith(test, ['remote-cli/bin/code']);
    assert.equal(resolveExecutable(path.join(folder, 'remote-cli/bin/code')), undefined);
    assert.equal(resolveExecutable(path.join(folder, 'nothing')), undefined);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressPath, workbenchUrl } from '../../helpers/editor/workbench.ts';

describe('the address of the workbench', () => {
  it('carries the token and the folder, and names the host in front only', () => {
    const address = new URL(workbenchUrl({ port: 8123, token: 'a-token_1' }, '/home/me/a folder'));
    assert.equal(address.origin, 'http://127.0.0.1:8123');
    assert.equal(address.searchParams.get('tkn'), 'a-token_1');
    assert.equal(address.searchParams.get('folder'), '/home/me/a folder');
    assert.doesNotMatch(address.search, /127\.0\.0\.1|8123/);
  });

  it('carries a payload when there is one', () => {
    const payload: [string, string][] = [['extensionTestsPath', 'vscode-remote://127.0.0.1:8123/a/b&c']];
    const address = new URL(workbenchUrl({ port: 8123, token: 't' }, '/w', payload));
    assert.deepEqual(JSON.parse(address.searchParams.get('payload') ?? ''), payload);
  });

  it('writes a path with a drive letter as an absolute one', () => {
    assert.equal(addressPath('C:\\work\\folder'), '/C:/work/folder');
    assert.equal(addressPath('/work/folder'), '/work/folder');
  });
});

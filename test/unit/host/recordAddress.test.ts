import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRecordPath, recordPath } from '../../../src/host/recordAddress.ts';

const address = { connection: 'c-1', kind: 'user', id: 'a1b2', name: 'Ada Lovelace' };

test('the last part is a readable file name, the parts before it say where the record stands', () => {
  assert.equal(recordPath(address), '/c-1/user/a1b2/Ada Lovelace.json');
  assert.deepEqual(parseRecordPath(recordPath(address)), address);
});

test('ids with slashes and bars come back as they were', () => {
  const odd = { ...address, id: 'u|c/d%2F' };
  assert.deepEqual(parseRecordPath(recordPath(odd)), odd);
});

test('names lose what a path cannot hold, and are never empty', () => {
  assert.equal(recordPath({ ...address, name: 'R&D / "EU"\n' }), '/c-1/user/a1b2/R&D EU.json');
  assert.equal(recordPath({ ...address, name: '//' }), '/c-1/user/a1b2/user.json');
});

test('paths of any other form name no record', () => {
  for (const path of ['', '/', '/a/b/c', '/a/b/c/d.txt', '/a//c/d.json', '/a/b/%/d.json', '/a/b/c/d/e.json']) assert.equal(parseRecordPath(path), undefined);
});

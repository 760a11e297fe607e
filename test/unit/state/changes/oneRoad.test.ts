/** Nothing sends a change except the runner of change sets. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSources } from '../../architecture/sourceFiles.ts';

const writesFile = 'src/api/falcon/writes.ts';

test('what sends a change is used by the runner alone; anybody may ask for a check that changes nothing', () => {
  const sources = readSources(join(import.meta.dirname, '../../../..'));
  const users = sources.flatMap(({ path, imports }) => imports.filter(({ target }) => target === writesFile).map(({ values }) => ({ path, values })));
  assert.ok(users.length > 0);
  for (const { path, values } of users) {
    const sending = values.filter((value) => value !== 'checkNewUser');
    assert.ok(sending.length === 0 || path.startsWith('src/state/changes/'), `${path} imports ${sending.join(', ')}`);
  }
});

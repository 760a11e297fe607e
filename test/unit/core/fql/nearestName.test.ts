import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userFilterSchema } from '../../../../src/core/fql/fqlSchema.ts';
import { nearestName } from '../../../../src/core/fql/nearestName.ts';

const known = Object.keys(userFilterSchema);

test('a mistyped name leads to the one that was meant', () => {
  const rows: [string, string | undefined][] = [
    ['stats', 'status'],
    ['Status', 'status'],
    ['firstName', 'first_name'],
    ['lastname', 'last_name'],
    ['assigned_cid', 'assigned_cids'],
    ['temporary_assigned_cids', 'temporarily_assigned_cids'],
    ['user_uuid', 'uuid'],
    ['user.cid', 'cid'],
    ['non_ancestor', 'non_ancestor_assigned_cids'],
    ['factor', 'factors'],
    ['zzzzz', undefined],
    ['_', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ];
  for (const [written, meant] of rows) assert.equal(nearestName(written, known), meant, written.slice(0, 40));
});

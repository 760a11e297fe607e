import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cylanceFilterChoices } from '../../../src/commands/parts/cylanceFilter.ts';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import { asCylanceUserId } from '../../../src/core/cylance/ids.ts';
import { arrangeUsers } from '../../../src/state/cylance/arrangeUsers.ts';
import { plainCylanceView } from '../../../src/state/cylance/cylanceView.ts';
import { now, plainL10n } from '../views/plainWording.ts';

const withRole = (name: string): CylanceUser => ({ id: asCylanceUserId(name), zones: [], role_type: `c0ffee00-${name.length}`, role_name: name });
const facts = { now, dormantAfterDays: 90, zoneName: (id: string) => id };

for (const name of ['Night Shift', 'Night "B" Shift', '"Quoted"', 'x"y', 'a  "  b']) {
  test(`the preset of the role ${name} finds those who hold it, and nobody else`, () => {
    const users = [withRole(name), withRole('Somebody else')];
    const preset = cylanceFilterChoices(undefined, users, plainL10n).find(({ label }) => label === name);
    assert.ok(preset && preset.value !== 'write');
    const found = arrangeUsers(users, { ...plainCylanceView, filter: preset.value.filter }, facts);
    assert.deepEqual(found.map(({ role_name: role }) => role), [name]);
  });
}

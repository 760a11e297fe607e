import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCylanceUserId, asZoneId } from '../../../src/core/cylance/ids.ts';
import { consoleRole } from '../../../src/core/cylance/roles.ts';
import type { CylanceUser } from '../../../src/core/cylance/cylanceUser.ts';
import { withoutCylanceSecret } from '../../../src/state/cylance/cylanceConnection.ts';
import * as make from '../../../src/state/cylance/cylanceNodes.ts';
import { plainCylanceView } from '../../../src/state/cylance/cylanceView.ts';
import { tooltip, tooltipCommands } from '../../../src/views/tooltips.ts';
import type { TooltipSource } from '../../../src/views/tooltips.ts';
import { aCylanceEntry } from '../state/entries.ts';
import { now, plainWording } from './plainWording.ts';

const guid = (last: number): string => `00000000-0000-0000-0000-00000000000${String(last)}`;
const root = make.cylanceNode(withoutCylanceSecret(aCylanceEntry()));
const list = make.cylanceUsersNode(root, plainCylanceView, 1);
const names: Readonly<Record<string, string>> = { z9: 'Site 9', z10: 'Site 10' };
const source: TooltipSource = { knownGrants: () => [], cidName: () => '', budget: () => undefined, zoneName: (_, id) => names[id] ?? id };
const hoverOf = (node: Parameters<typeof tooltip>[0]): string | undefined => tooltip(node, source, plainWording);
const hover = (over: Partial<CylanceUser>): string =>
  hoverOf(make.cylanceUserNode(list, { id: asCylanceUserId('0f8fad5b'), first_name: 'Ada', zones: [], ...over })) ?? '';

/** What a reader sees: escapes resolved. */
const seen = (markdown = ''): string => markdown.replaceAll('&lt;', '<').replaceAll('&amp;', '&').replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');

test('a hover on a Cylance user tells the facts, and the zones by name', () => {
  const text = seen(
    hover({
      last_name: 'Lovelace',
      email: 'ada@acme.test',
      role_type: guid(4),
      default_zone_role_type: guid(0),
      date_created: '2026-01-02T03:04:05Z',
      date_last_login: new Date(now - 42 * 86_400_000).toISOString(),
      zones: [
        { id: asZoneId('z10'), role_type: guid(2) },
        { id: asZoneId('z9'), role_type: guid(1) },
      ],
    }),
  );
  const facts = ['**Ada Lovelace**', '| E-mail | ada@acme.test |', '| UUID | 0f8fad5b |', '| Role | Zone Manager |', '| In zones created later | None |'];
  for (const fact of facts) assert.ok(text.includes(fact), fact);
  assert.match(text, /\| Created \| Jan 2, 2026/);
  assert.match(text, /\| Last login \| 42 days ago \(/);
  assert.match(text, /- Site 9: Zone Manager\n- Site 10: User/);
});

test('that somebody has logged in at an unknown time is told, and so is never', () => {
  assert.ok(seen(hover({ has_logged_in: true })).includes('| Last login | yes, at a time that is not told |'));
  assert.ok(seen(hover({ has_logged_in: false })).includes('| Last login | never |'));
});

test('what is missing is left out, and an address that is not known cannot be copied', () => {
  const text = hover({});
  assert.ok(!text.includes('mail') && !text.includes('undefined') && !text.includes('Created'));
  assert.ok(hover({ email: 'ada@acme.test' }).includes('command:falconAdmin.copy.email'));
});

test('of many zones the first ones are listed, the others counted', () => {
  const zones = Array.from({ length: 1234 }, (_, index) => ({ id: asZoneId(`zone-${String(index).padStart(4, '0')}`), role_type: guid(2) }));
  const text = seen(hover({ zones }));
  assert.equal(text.match(/^- zone-/gm)?.length, 10);
  assert.ok(text.includes('- and 1,224 more'));
});

const hostile = '[x](command:workbench.action.quit) <img src=x onerror=alert(1)> $(error)\n\n# b | `c`';
test('what a server says stays text, and links run our own commands alone', () => {
  const zones = [{ id: asZoneId(hostile), role_name: hostile }];
  for (const text of [
    hover({ first_name: hostile, email: hostile, role_name: hostile, default_zone_role_name: hostile, zones }),
    hoverOf(make.zoneNode(make.zonesNode(root, 1), asZoneId('z'), hostile, { id: asZoneId('z'), name: hostile, criticality: hostile }, 1)) ?? '',
  ]) {
    const links = [...text.matchAll(/[^\\]\]\((\w+):([\w.]+)/g)];
    assert.ok(links.length > 0);
    for (const [, scheme, command = ''] of links) {
      assert.equal(scheme, 'command');
      assert.ok((tooltipCommands as readonly string[]).includes(command), command);
    }
    assert.doesNotMatch(text, /<|[^\\]\$\(|[^\\]`|\n# /);
  }
});

test('a tenant tells where it is and by which application it is read, and no secret', () => {
  const { applicationSecret, tenantId, applicationId } = aCylanceEntry();
  const text = seen(hoverOf(root));
  for (const fact of ['North America', 'https://protectapi.cylance.com', tenantId, applicationId, 'Read-only']) assert.ok(text.includes(fact), fact);
  assert.ok(!text.includes(applicationSecret));
});

test('rows that say it all themselves have no hover', () => {
  const roles = make.cylanceRolesNode(root, undefined);
  for (const node of [list, make.zonesNode(root, 2), roles, make.cylanceRoleNode(roles, consoleRole(undefined, 'Night Shift'), 2)]) {
    assert.equal(hoverOf(node), undefined);
  }
  assert.equal(seen(hoverOf(make.cylanceUsersNode(root, { ...plainCylanceView, filter: 'ada "site 9"' }, 1))), 'ada "site 9"');
  assert.ok(hoverOf(make.cylanceRoleNode(roles, consoleRole('c0ffee00-1111-4222-8333-444455556666', 'Night Shift'), 2))?.includes('c0ffee00'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCid, asRoleId, asUserUuid } from '../../../src/core/ids.ts';
import type { User } from '../../../src/core/user.ts';
import { withoutSecret } from '../../../src/state/connection.ts';
import * as nodes from '../../../src/state/nodes.ts';
import { plainView } from '../../../src/state/userView.ts';
import { plain } from '../../../src/views/markdown.ts';
import { tooltip, tooltipCommands } from '../../../src/views/tooltips.ts';
import type { TooltipSource } from '../../../src/views/tooltips.ts';
import { anEntry } from '../state/entries.ts';
import { now, plainWording } from './plainWording.ts';

const cid = asCid('c'.repeat(32));
const acme = nodes.connectionNode(withoutSecret(anEntry({ missingScopes: ['mssp:read'] })));
const users = nodes.usersNode(acme, nodes.placeOf(acme, cid), plainView, 1);
const grant = { role_id: asRoleId('admin'), role_name: 'Falcon Analyst', cid, user_group_id: 'g', user_group_name: 'SOC L2' };
const budget = { limit: 6_000, available: 5_400, backgroundPerMinute: 5_400, queued: 0, inFlight: 0, blockedUntil: undefined };
const source: TooltipSource = { knownGrants: () => [grant], cidName: () => 'Acme Global', budget: () => budget, zoneName: (_, id) => id };
const hover = (over: Partial<User>): string =>
  tooltip(nodes.userNode(users, { uuid: asUserUuid('0f8fad5b'), first_name: 'Ada', last_name: 'Lovelace', ...over }, undefined), source, plainWording) ?? '';

/** What a reader sees: escapes resolved. */
const seen = (markdown: string): string => markdown.replaceAll('&lt;', '<').replaceAll('&amp;', '&').replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');

test('a hover on a user tells the facts, and grants by CID as far as they are known', () => {
  const text = seen(hover({ uid: 'ada@acme.test', status: 'active', last_login_at: new Date(now - 42 * 86_400_000).toISOString(), factors: ['TOTP'] }));
  const facts = ['**Ada Lovelace**', 'ada@acme.test', 'active', '42 days ago', 'TOTP', '**Acme Global**', '- Falcon Analyst: via SOC L2'];
  for (const fact of facts) assert.ok(text.includes(fact), fact);
});

test('what is missing is left out or said', () => {
  const text = seen(hover({}));
  assert.ok(!text.includes('E-mail') && !text.includes('undefined'));
  assert.ok(text.includes('| Last login | never |') && text.includes('| Factors | none |'));
});

const hostileTexts = [
  '[x](command:workbench.action.quit)',
  '<img src=x onerror=alert(1)>',
  '![x](https://evil.test/a.png)',
  '**bold**',
  '$(error)',
  'a\n\n# b',
  '| c |',
  '`x`',
];
for (const hostile of hostileTexts) {
  test(`${JSON.stringify(hostile)} from a server stays text`, () => {
    const text = hover({ first_name: hostile, uid: hostile, user_type: hostile });
    const links = [...text.matchAll(/\]\((\w+):([\w.]+)/g)];
    assert.ok(links.length > 0);
    for (const [, scheme, command] of links) {
      assert.equal(scheme, 'command');
      assert.ok((tooltipCommands as readonly string[]).includes(command ?? ''), command);
    }
    assert.doesNotMatch(text, /<(?!$)/);
    assert.equal(seen(plain(hostile)), hostile.replaceAll(/\s+/g, ' '));
    assert.doesNotMatch(plain(hostile), /(^|[^\\])[[\]()*`|!#$]/);
  });
}

test('links carry the id of the node and nothing that could close them', () => {
  const node = nodes.userNode(users, { uuid: asUserUuid('a)b"c') }, undefined);
  const [, written = ''] = /\(command:falconAdmin\.copy\.uuid\?([^)]*)\)/.exec(tooltip(node, source, plainWording) ?? '') ?? [];
  assert.deepEqual(JSON.parse(decodeURIComponent(written)), [node.id]);
});

test('a connection tells the scopes that its API client lacks', () => {
  assert.ok(seen(tooltip(acme, source, plainWording) ?? '').includes('Flight Control: Read'));
});

test('a connection tells what is left of its rate limit, once an answer has told the limit', () => {
  assert.ok(seen(tooltip(acme, source, plainWording) ?? '').includes('5,400 of 6,000 requests left in this minute'));
  const unasked: TooltipSource = { ...source, budget: () => undefined };
  assert.ok(!seen(tooltip(acme, unasked, plainWording) ?? '').includes('Rate limit'));
});

for (const [topic, scope] of [
  ['childrenHidden', 'Flight Control: Read'],
  ['parentUnknown', 'Sensor Download: Read'],
] as const) {
  test(`the row ${topic} tells which scope to give, and how to have it tried out`, () => {
    const text = seen(tooltip(nodes.noticeNode(acme, { topic }), source, plainWording) ?? '');
    assert.ok(text.includes(scope) && text.includes('Replace Secret'), text);
  });
}

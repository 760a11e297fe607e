import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import * as vscode from 'vscode';
import { startDemoTenant } from '../../src/demo/demoTenant.ts';
import type { DemoTenant } from '../../src/demo/demoTenant.ts';
import { commandIds } from '../../src/host/commandIds.ts';
import { Person, until } from './person.ts';
import { below, exports, extension, find } from './tenants.ts';

const run = (command: string, ...args: readonly unknown[]): Promise<unknown> => Promise.resolve(vscode.commands.executeCommand(command, ...args));

describe('Falcon Tenant Admin', () => {
  let person: Person;
  before(() => {
    person = new Person();
  });
  after(() => person.leaves());

  it('does not run until it is needed, and starts without network and without a word', async () => {
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const sockets: unknown[] = [];
    const onSocket = (message: unknown): void => void sockets.push(message);
    subscribe('net.client.socket', onSocket);
    subscribe('undici:request:create', onSocket);
    await extension.activate();
    unsubscribe('net.client.socket', onSocket);
    unsubscribe('undici:request:create', onSocket);
    assert.deepEqual([sockets, person.shown], [[], []]);
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(commandIds.filter((id) => !registered.has(id)), []);
  });

  it('shows nothing where nothing is connected', async () => {
    assert.deepEqual(await below(), []);
    assert.deepEqual(await (await exports()).storedKeys(), []);
  });

  describe('with the demo tenant', () => {
    before(async () => {
      await run('falconAdmin.demo.open');
      await run('falconAdmin.demo.open');
    });

    it('is one connection of either kind, read-only, and nothing of it is stored', async () => {
      const roots = await below();
      const facts = roots.map(({ label, description }) => [label, description]);
      assert.deepEqual(facts, [['Demo Cylance', 'Cylance · demo'], ['Demo Tenant', 'demo']]);
      assert.equal((await find('Demo Tenant')).contextValue, 'connection;readOnly;demo');
      assert.deepEqual(await (await exports()).storedKeys(), []);
    });

    it('unfolds into CIDs, users, roles and grants', async () => {
      const cids = await below((await find('Demo Tenant')).id);
      assert.deepEqual(cids.map(({ contextValue }) => contextValue), ['cid;parent', ...Array.from({ length: 6 }, () => 'cid;child')]);
      for (const { description } of cids) assert.match(description, /^(parent|child) · \d+ users$/);
      const users = await below((await find('Demo Tenant', 'cid;parent', 'users')).id);
      assert.ok(users.length > 20 && users.every(({ contextValue }) => contextValue === 'user'));
      const grants = (await Promise.all(users.map(({ id }) => below(id)))).flat();
      assert.ok(grants.some(({ contextValue }) => contextValue === 'grant;direct'));
      const role = await find('Demo Tenant', 'cid;parent', 'roles', 'Falcon Administrator');
      assert.ok((await below(role.id)).some(({ contextValue }) => contextValue === 'notice;notCounted'));
    });

    it('shows roles in other CIDs and the groups that give them', async () => {
      const users = await below((await find('Demo Tenant', 'cid;parent', 'users')).id);
      const seen: string[] = [];
      for (const user of users) {
        const others = (await below(user.id)).find(({ contextValue }) => contextValue === 'otherCids');
        for (const cid of await below(others?.id ?? '')) {
          seen.push(...(await below(cid.id)).map(({ contextValue, description }) => `${contextValue} ${description}`));
        }
        if (seen.some((grant) => /^grant;inherited via .+ > .+/.test(grant))) return;
      }
      assert.fail(`no inherited grant among ${[...new Set(seen)].join(', ')}`);
    });

    it('tells more in a hover, which may run our own commands alone', async () => {
      const { tenants } = await exports();
      const user = await find('Demo Tenant', 'cid;parent', 'users', 'user');
      assert.equal(user.item.tooltip, undefined);
      const resolved = await tenants.resolveTreeItem?.(user.item, user.id, new vscode.CancellationTokenSource().token);
      const { tooltip } = resolved ?? {};
      assert.ok(tooltip instanceof vscode.MarkdownString && typeof tooltip.isTrusted === 'object');
      assert.ok(tooltip.isTrusted.enabledCommands.every((command) => command.startsWith('falconAdmin.')));
      assert.ok(!tooltip.supportHtml);
    });

    it('filters by a preset and by a written filter, and clears it', async () => {
      const { id } = await find('Demo Tenant', 'cid;parent', 'users');
      const filtering = run('falconAdmin.users.filter', id);
      await person.chooses('Without a Second Factor');
      await filtering;
      assert.match((await find('Demo Tenant', 'cid;parent', 'users;filtered')).description, /factors:null/);
      const writing = run('falconAdmin.users.filter', id);
      await person.chooses('Write');
      assert.match((await person.answers("frist_name:'x'")) ?? '', /Column 1/);
      assert.equal(await person.answers("status:'active'"), '');
      await writing;
      await below(id);
      assert.match((await find('Demo Tenant', 'cid;parent', 'users;filtered')).description, /^\d+ · status:'active'$/);
      await run('falconAdmin.users.clearFilter', id);
      assert.equal((await find('Demo Tenant', 'cid;parent', 'users')).contextValue, 'users');
    });

    it('sorts', async () => {
      const { id } = await find('Demo Tenant', 'cid;parent', 'users');
      const labels = async (): Promise<string[]> => (await below(id)).map(({ description }) => description.split(' · ')[0] ?? '');
      const before = await labels();
      const sorting = run('falconAdmin.users.sort', id);
      await person.chooses('E-mail: Z to A');
      await sorting;
      assert.deepEqual(await labels(), before.reverse());
    });

    it('finds a user and a CID on the server', async () => {
      const [child] = (await below((await find('Demo Tenant')).id)).slice(3);
      assert.ok(child);
      const user = await find('Demo Tenant', child.label, 'users', 'user');
      const findingUser = run('falconAdmin.user.find');
      await person.chooses('Demo Tenant');
      await person.searches(user.description.split(' · ')[0] ?? '', user.label);
      await findingUser;
      const findingCid = run('falconAdmin.cid.find');
      await person.searches(child.label.slice(1), child.label);
      await findingCid;
    });

    it('counts the holders of a role', async () => {
      const { id } = await find('Demo Tenant', 'cid;child', 'roles', 'Falcon Administrator');
      person.willPress('Count');
      await run('falconAdmin.role.countHolders', id);
      assert.ok((await below(id)).some(({ contextValue }) => contextValue?.startsWith('holder;')));
      assert.match((await find('Demo Tenant', 'cid;child', 'roles', 'Falcon Administrator')).description, /holder/);
    });

    it('finds the temporary roles that end next when somebody looks', async () => {
      const { temporary } = await exports();
      await run('falconAdmin.temporary.focus');
      const [group, ...others] = await until('temporary roles', async () => {
        const found = (await temporary.getChildren()) ?? [];
        return found[0]?.kind === 'group' ? found : undefined;
      });
      const [first] = (await temporary.getChildren(group)) ?? [];
      assert.ok(first?.kind === 'grant');
      assert.deepEqual(Object.keys(first).sort(), ['cid', 'connection', 'id', 'kind', 'role', 'user']);
      const item = await temporary.getTreeItem(first);
      assert.match(String(item.contextValue), /^temporary;(direct|inherited)$/);
      assert.match(String(item.description), / · .+ · in \d+ (min|h|days)$/);
      const status = others.at(-1);
      assert.ok(status);
      assert.equal((await temporary.getTreeItem(status)).label, 'Demo Tenant');
      await run('falconAdmin.temporary.refresh');
      assert.match(String((await temporary.getTreeItem(status)).description), /^as of /);
    });

    it('opens records as JSON that cannot be edited', async () => {
      const user = await find('Demo Tenant', 'cid;parent', 'users', 'user');
      await run('falconAdmin.record.openJson', user.id);
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      assert.deepEqual([editor.document.uri.scheme, editor.document.languageId], ['falcon', 'json']);
      const record = JSON.parse(editor.document.getText()) as { uid: string };
      assert.ok(user.description.startsWith(record.uid));
      const before = editor.document.getText();
      await vscode.commands.executeCommand('type', { text: 'x' });
      assert.equal(editor.document.getText(), before);
      assert.notEqual(vscode.workspace.fs.isWritableFileSystem('falcon'), true);
    });

    it('copies what was selected, one a line', async () => {
      const users = await below((await find('Demo Tenant', 'cid;parent', 'users')).id);
      const [first, second] = users;
      assert.ok(first && second);
      await run('falconAdmin.copy.email', first.id, [first.id, second.id]);
      assert.deepEqual((await vscode.env.clipboard.readText()).split('\n').length, 2);
      await run('falconAdmin.copy.json', first.id);
      assert.ok('uuid' in (JSON.parse(await vscode.env.clipboard.readText()) as object));
    });

    it('allows changes after a question, and forbids them without one', async () => {
      const { id } = await find('Demo Tenant');
      person.willPress('Allow Changes');
      await run('falconAdmin.connection.allowChanges', id);
      assert.equal((await find('Demo Tenant')).contextValue, 'connection;canChange;demo');
      await run('falconAdmin.connection.forbidChanges', id);
      assert.equal((await find('Demo Tenant')).contextValue, 'connection;readOnly;demo');
    });

    it('renames a user along the road of changes, and takes it back from the activity', async () => {
      const { activity } = await exports();
      // A view that is hidden is not read anew.
      await run('falconAdmin.activity.focus');
      const { id: connection } = await find('Demo Tenant');
      person.willPress('Allow Changes');
      await run('falconAdmin.connection.allowChanges', connection);
      const user = await find('Demo Tenant', 'cid;parent', 'users', 'user');
      const renaming = run('falconAdmin.user.rename', user.id);
      await person.answers('Ada');
      person.willPress('Rename');
      await person.answers('Lovelace');
      await renaming;
      const users = await find('Demo Tenant', 'cid;parent', 'users');
      assert.ok((await below(users.id)).some(({ label }) => label === 'Ada Lovelace'));
      const records = async (): Promise<string[]> => {
        const days = (await activity.getChildren()) ?? [];
        return (await Promise.all(days.map(async (day) => activity.getChildren(day)))).flatMap((found) => found ?? []);
      };
      /** The list is read anew in the background, at most once a second. */
      const listed = (count: number): Promise<string[]> =>
        until(`${count} records`, async () => {
          const found = await records();
          return found.length === count ? found : undefined;
        });
      const [renamed] = await listed(1);
      person.willPress('Rename');
      await run('falconAdmin.activity.undo', renamed);
      assert.ok((await below(users.id)).some(({ label }) => label === user.label));
      await listed(2);
      person.willPress('Delete All');
      await run('falconAdmin.activity.clear');
      await listed(0);
      await run('falconAdmin.connection.forbidChanges', connection);
    });

    it('is gone after it was disconnected, and its records with it', async () => {
      await run('falconAdmin.connection.disconnect', (await find('Demo Tenant')).id);
      assert.deepEqual((await below()).map(({ label }) => label), ['Demo Cylance']);
      await run('falconAdmin.connection.disconnect', (await find('Demo Cylance')).id);
      assert.deepEqual(await below(), []);
      assert.deepEqual(await (await exports()).temporary.getChildren(), []);
      await until('its tabs to close', () => (vscode.window.visibleTextEditors.every(({ document }) => document.uri.scheme !== 'falcon') ? true : undefined));
    });
  });

  describe('with a tenant of its own', () => {
    let demo: DemoTenant;
    before(async () => {
      demo = await startDemoTenant({ cids: 1, users: 620, latencyMs: 200 });
    });
    after(() => demo.close());

    it('connects after a wrong secret, and stores one entry', async () => {
      const connecting = run('falconAdmin.connection.connect');
      await person.chooses('CrowdStrike Falcon');
      await person.answers('Acme');
      await person.chooses('Other URL');
      await person.answers(demo.url);
      await person.answers(demo.clientId);
      assert.match((await person.answers('wrong')) ?? '', /client secret does not fit/);
      await person.answers(demo.clientSecret);
      await person.answers('');
      await connecting;
      assert.equal((await (await exports()).storedKeys()).length, 1);
      assert.equal((await find('Acme')).contextValue, 'connection;readOnly');
    });

    it('reads the next page of users', async () => {
      const { id } = await find('Acme', 'users');
      assert.equal((await below(id)).length, 501);
      await run('falconAdmin.tree.loadMore', (await find('Acme', 'users', 'loadMore')).id);
      assert.equal((await below(id)).length, 620);
    });

    it('stops reading when told to, stays stopped, and reads again when told to', async () => {
      const { id } = await find('Acme', 'users');
      await run('falconAdmin.tree.refresh', id);
      const reading = below(id);
      await run('falconAdmin.tree.cancel');
      assert.deepEqual((await reading).map(({ label, contextValue }) => [label, contextValue]), [['Cancelled', 'failed']]);
      const [cancelled] = await below(id);
      assert.equal(cancelled?.label, 'Cancelled');
      await run('falconAdmin.tree.retry', cancelled.id);
      assert.equal((await below(id)).length, 501);
    });

    it('deletes the secret and revokes the token when it is disconnected', async () => {
      person.willPress('Disconnect');
      await run('falconAdmin.connection.disconnect', (await find('Acme')).id);
      assert.deepEqual(await (await exports()).storedKeys(), []);
      assert.ok(demo.requests.some(({ operation }) => operation === 'oauth2RevokeToken'));
    });
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { undoRecords } from '../../../src/commands/parts/undoRecords.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { acme, ada, bob, createEve, grant, heldGrant, person, revoke, role } from '../core/changes/samples.ts';
import { done, ended, failed, namedSet } from '../state/activityRuns.ts';
import { activityHouse } from './activityHouse.ts';

const roleA = role('a');
const toAda = grant(ada, acme, [roleA]);
const toBob = grant(bob, acme, [roleA]);
const deleteAda = { kind: 'deleteUser', user: ada, grants: [heldGrant(ada, acme, roleA)] } as const;

describe('undoing', () => {
  test('proposes what takes back the rows that were done, and remembers by which run', async (t) => {
    const { call, ran, proposed, connection, marks } = await activityHouse(t);
    await ran('s', [toAda, toBob], [done, failed]);
    await call('undo', 'record:s');
    assert.deepEqual(proposed, [
      { connectionId: connection.id, origin: 'undo', changes: [revoke(ada, acme, [roleA])], follows: { set: 's', as: 'undo' }, notes: [] },
    ]);
    assert.deepEqual(await marks('s'), [['undone', 'run-1']]);
    await assert.rejects(call('undo', 'record:s'), /There is nothing to undo/);
  });

  test('tells beside the changes what goes with them', async (t) => {
    const { call, ran, proposed } = await activityHouse(t);
    await ran('s', [createEve], [{ state: 'done', created: person('Eve') }]);
    await call('undo', 'record:s');
    assert.equal(proposed[0]?.changes[0]?.kind, 'deleteUser');
    assert.match(proposed[0]?.notes?.[0] ?? '', /is deleted for good, with everything/);
  });

  test('leaves no mark when the person said no, or when nothing could be taken back', async (t) => {
    const { call, ran, road, marks, proposed } = await activityHouse(t);
    await ran('one', [toAda], [done]);
    await ran('two', [toBob], [done]);
    road.outcome = 'refused';
    await call('undo', 'record:one', 'record:two');
    assert.equal(proposed.length, 1, 'the first no ends it');
    road.outcome = [failed];
    await call('undo', 'record:one', 'record:two');
    assert.equal(proposed.length, 3);
    assert.deepEqual([await marks('one'), await marks('two')], [[], []]);
  });

  test('goes through several runs from the newest to the oldest', async (t) => {
    const { call, ran, proposed } = await activityHouse(t);
    for (const id of ['one', 'two', 'three']) await ran(id, [toAda], [done]);
    await call('undo', 'record:two', 'record:three', 'record:one');
    assert.deepEqual(proposed.map(({ follows }) => follows?.set), ['three', 'two', 'one']);
  });

  test('passes over what another window takes back meanwhile, and goes on', async (t) => {
    const { deps, ran, road, proposed, journal, setOf, activity, mentioned } = await activityHouse(t);
    for (const id of ['one', 'two', 'three']) await ran(id, [toAda], [done]);
    const propose: typeof road.propose = async (proposal) => {
      if (proposal.follows?.set === 'three') {
        await (await journal.begin({ ...setOf('elsewhere', [revoke(ada, acme, [roleA])]), follows: { set: 'two', as: 'undo' } })).rowBegan(0);
      }
      return road.propose(proposal);
    };
    await undoRecords({ ...deps, road: { propose, check: () => road.check() } }, await activity.list());
    assert.deepEqual(proposed.map(({ follows }) => follows?.set), ['three', 'one']);
    assert.match(mentioned[0] ?? '', /somebody has decided about it since\.$/);
  });

  test('from the palette offers only runs that can be taken back', async (t) => {
    const { call, ran, torn, person: somebody, activity } = await activityHouse(t);
    await ran('good', [toAda], [done]);
    await ran('bad', [toBob], [failed]);
    await torn('torn', [toAda, toBob], 1, 1);
    await ran('back', [toAda, toBob], [done, done]);
    await activity.mark('back', 'undone');
    somebody.will('escape');
    await call('undo');
    assert.deepEqual(somebody.seen[0]?.labels, [`Grant Role a to Ada Test (ada@acme.test) in ${acme}`]);
  });
});

describe('what cannot be taken back', () => {
  test('is said together with what can be done instead', async (t) => {
    const { call, ran, proposed, person: somebody } = await activityHouse(t);
    await ran('s', [{ kind: 'resetPassword', user: ada }], [done]);
    await call('undo', 'record:s');
    assert.equal(proposed.length, 0);
    const [notice] = somebody.notices;
    assert.match(notice?.message ?? '', /^“Reset the password of Ada Test \(ada@acme\.test\)” cannot be taken back\. The old password .+ The user sets one/);
    assert.deepEqual(notice?.actions, ['Reset Again']);
    somebody.takes = 'Reset Again';
    await call('undo', 'record:s');
    assert.deepEqual(proposed.flatMap(({ changes }) => changes.map(({ kind }) => kind)), ['resetPassword']);
    assert.equal(proposed[0]?.follows, undefined, 'it undoes nothing');
  });

  test('of deleted users can be made anew, as other users', async (t) => {
    const { call, ran, proposed, marks, person: somebody } = await activityHouse(t);
    await ran('s', [deleteAda], [done]);
    await call('undo', 'record:s');
    assert.equal(proposed.length, 0, 'only when it is asked for');
    somebody.takes = 'Create Again';
    await call('undo', 'record:s');
    const [proposal] = proposed;
    assert.deepEqual(proposal?.changes.map(({ kind }) => kind), ['createUser', 'grant']);
    assert.deepEqual(proposal.notes, ['A user who is created again gets a new UUID, and sets a password and second factors anew.']);
    assert.deepEqual(await marks('s'), [['undone', 'run-1']]);
  });

  test('is told after the rest was taken back', async (t) => {
    const { call, ran, proposed, person: somebody } = await activityHouse(t);
    await ran('s', [toBob, deleteAda], [done, done]);
    somebody.takes = 'Create Again';
    await call('undo', 'record:s');
    assert.deepEqual(proposed.map(({ changes }) => changes.map(({ kind }) => kind)), [['revoke'], ['createUser', 'grant']]);
    assert.equal(somebody.notices[0]?.message, 'Users who were deleted stay deleted.');
  });

  test('is not made anew twice, however long the message stays', async (t) => {
    const { deps, ran, proposed, activity, person: somebody } = await activityHouse(t);
    await ran('s', [deleteAda], [done]);
    somebody.takes = 'Create Again';
    const prompts: typeof deps.prompts = {
      ...deps.prompts,
      notify: async (notice) => {
        await activity.mark('s', 'undone', 'elsewhere');
        return deps.prompts.notify(notice);
      },
    };
    await assert.rejects(undoRecords({ ...deps, prompts }, await activity.list()), /somebody has decided about it since/);
    assert.deepEqual(proposed, []);
  });

  test('says which roles are not given again', async (t) => {
    const { call, ran, proposed, person: somebody } = await activityHouse(t);
    const temporary = heldGrant(ada, acme, roleA, { expires_at: '2030-01-01T00:00:00Z' });
    await ran('s', [{ ...deleteAda, grants: [temporary] }, { kind: 'deleteUser', user: bob, grants: undefined }], [done, done]);
    somebody.takes = 'Create Again';
    await call('undo', 'record:s');
    assert.deepEqual(proposed[0]?.notes?.slice(1), [
      'The temporary roles of Ada Test (ada@acme.test) are not given again.',
      'What Bob Test (bob@acme.test) was allowed to do is not known: no roles are given.',
    ]);
  });
});

describe('the tenant of a record', () => {
  test('that is not connected any more is named with the next step', async (t) => {
    const { call, ran, store, connection, proposed } = await activityHouse(t);
    await ran('s', [toAda], [done]);
    await store.remove(connection.id);
    await assert.rejects(call('undo', 'record:s'), {
      message: 'Acme Global is not connected any more.',
      nextStep: 'Connect it again under this name with “Falcon: Connect Tenant…”.',
    });
    assert.deepEqual(proposed, []);
  });

  test('that was the demo tenant is never taken for another one of that name', async (t) => {
    const { call, journal, store, connection, proposed } = await activityHouse(t);
    await store.change(connection.id, { name: 'Demo Tenant' });
    await ended({ journal }, namedSet('s', [toAda], { connectionId: asConnectionId('demo'), tenantName: 'Demo Tenant' }), [done]);
    await assert.rejects(call('undo', 'record:s'), { nextStep: 'Open it again with “Falcon: Open Demo Tenant”.' });
    assert.deepEqual(proposed, []);
  });

  test('that was connected again is known by its name, and the person is told', async (t) => {
    const { call, ran, store, connection, connect, proposed } = await activityHouse(t);
    await ran('s', [toAda], [done]);
    await store.remove(connection.id);
    await connect({ id: asConnectionId('again'), name: 'Acme Global' });
    await call('undo', 'record:s');
    assert.equal(proposed[0]?.connectionId, 'again');
    assert.match(proposed[0].notes?.[0] ?? '', /connected again since: make sure/);
  });

  test('that is called differently now is told by its old name', async (t) => {
    const { call, ran, store, connection, proposed } = await activityHouse(t);
    await ran('s', [toAda], [done]);
    await store.change(connection.id, { name: 'Acme Worldwide' });
    await call('undo', 'record:s');
    assert.deepEqual(proposed[0]?.notes, ['When this was done, the tenant was called Acme Global.']);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPerson } from '../../../src/commands/findPerson.ts';
import { asConnectionId } from '../../../src/core/ids.ts';
import { commandHouse } from './commandHouse.ts';
import { cylancePeople } from './cylancePeople.ts';
import type { CylancePeople } from './cylancePeople.ts';

const reportOf = ({ texts }: Pick<CylancePeople, 'texts'>): string => texts.shown.at(-1)?.text ?? '';

for (const kind of ['falcon', 'cylance'] as const) {
  test(`a ${kind} user that was clicked is looked up in all tenants without a question`, async (t) => {
    const house = await cylancePeople(t);
    const { both, person, texts, run } = house;
    await run(findPerson, [both[kind].id]);
    assert.deepEqual(person.seen, []);
    const email = (both.falcon.user.uid ?? '').toLowerCase();
    assert.equal(texts.shown[0]?.name, `${email}.txt`);
    const report = reportOf(house);
    assert.ok(report.startsWith(`${email}\n\nFound in 2 of 2 tenants.\n`), report);
    assert.match(report, /^Acme {2,}Falcon {2}/m);
    assert.match(report, /^Acme Endpoints {2,}Cylance {2}/m);
    assert.match(report, /^Acme \(Falcon\)\n-+\nFirst name: /m);
    assert.match(report, /^Acme Endpoints \(Cylance\)\n-+\nFirst name: /m);
  });
}

test('an address is typed, judged and found however it is written', async (t) => {
  const house = await cylancePeople(t);
  const { both, person, run } = house;
  person.will({ type: 'no address' }, { type: ` ${(both.falcon.user.uid ?? '').toUpperCase()} ` });
  await run(findPerson);
  assert.equal(person.problems.length, 1);
  assert.match(reportOf(house), /^Found in 2 of 2 tenants\.$/m);
});

test('a panel names the address; one whose address is not told asks for it', async (t) => {
  const house = await cylancePeople(t);
  const { both, person, texts, run } = house;
  await run(findPerson, [{ email: both.falcon.user.uid }]);
  assert.match(reportOf(house), /^Found in 2 of 2 tenants\.$/m);
  person.will('escape');
  await run(findPerson, [{ email: undefined }]);
  assert.equal(person.seen.length, 1);
  assert.equal(texts.shown.length, 1);
});

test('that nobody has the address is an answer', async (t) => {
  const house = await cylancePeople(t);
  await house.run(findPerson, [{ email: 'nobody@nowhere.test' }]);
  const report = reportOf(house);
  assert.match(report, /^Found in 0 of 2 tenants\.$/m);
  assert.equal(report.match(/ {2}not found$/gm)?.length, 2);
});

test('a tenant that cannot be read is told beside what was found in the others', async (t) => {
  const house = await cylancePeople(t);
  const { both, connectCylance, run } = house;
  await connectCylance({ id: asConnectionId('away'), name: 'Away', applicationSecret: '00000000-0000-4000-8000-000000000000' });
  await run(findPerson, [both.falcon.id]);
  const report = reportOf(house);
  assert.match(report, /^Found in 2 of 3 tenants; 1 could not be read\.$/m);
  assert.match(report, /^Away \(Cylance\)\n-+\nCould not be read: \S/m);
});

test('a search that is cancelled shows nothing', async (t) => {
  const { both, deps, texts } = await cylancePeople(t);
  const cancelled: typeof deps.progress = (_title, work) => work(AbortSignal.abort(), () => undefined);
  await assert.rejects(async () => findPerson.run({ ...deps, progress: cancelled }, [both.falcon.id]));
  assert.deepEqual(texts.shown, []);
});

test('how far the search has come is told', async (t) => {
  const { both, deps } = await cylancePeople(t);
  const told: unknown[] = [];
  const progress: typeof deps.progress = (_title, work) => work(new AbortController().signal, (report) => void told.push(report));
  await findPerson.run({ ...deps, progress }, [both.falcon.id]);
  assert.deepEqual(told, [
    { message: '1 of 2 tenants', share: 0.5 },
    { message: '2 of 2 tenants', share: 1 },
  ]);
});

test('where nothing is connected that is said, and nothing is asked', async (t) => {
  const { person, texts, run } = await commandHouse(t);
  await assert.rejects(run(findPerson), /connected/);
  assert.deepEqual([person.seen, texts.shown], [[], []]);
});

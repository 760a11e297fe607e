/** Runs a set of changes in a process of its own, so that a test can kill it half-way. Tells of each row that has ended. */
import { systemClock } from '../../../../src/api/clock.ts';
import { buildChangeSet } from '../../../../src/core/changes/buildChangeSet.ts';
import { nothingKnown } from '../../../../src/core/guards/guard.ts';
import { ChangeRunner } from '../../../../src/state/changes/changeRunner.ts';
import { Journal } from '../../../../src/state/changes/journal.ts';
import { diskFiles } from '../../../../src/state/changes/journalFiles.ts';
import { anEntry } from '../entries.ts';
import { openTestClient } from './changeHouse.ts';
import { makeChanges } from './manyChanges.ts';

const [url = '', clientId = '', clientSecret = '', folder = '', parentCid = ''] = process.argv.slice(2);
const client = openTestClient({ after: () => undefined }, { url, clientId, clientSecret }, systemClock);
const connection = anEntry({ canChange: true });
const journal = new Journal({ files: diskFiles(folder), now: Date.now });
const runner = new ChangeRunner({ journal, clock: systemClock, client: async () => client, connection: () => connection });
const changes = await makeChanges(client, parentCid, { created: 60, granted: 40, revoked: 30, renamed: 30, reset: 0, deleted: 10 });
const set = buildChangeSet({ id: 'crashed', connectionId: connection.id, tenantName: 'Acme', origin: 'test', changes, createdAt: Date.now() });
const onProgress = (): void => void process.stdout.write('.');
await runner.run(set, { facts: { ...nothingKnown, removalCap: 1_000 }, onProgress });
process.stdout.write('finished');

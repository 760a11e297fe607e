/** The road of changes as it is, for commands whose changes are to be carried out. */
import assert from 'node:assert/strict';
import { systemClock } from '../../../src/api/clock.ts';
import { TenantRoad } from '../../../src/commands/parts/road/tenantRoad.ts';
import type { CommandHouse } from './commandHouse.ts';

export function realRoad({ store, directories, sessions, activity, texts, person, deps }: CommandHouse): TenantRoad {
  let sets = 0;
  return new TenantRoad({
    ...{ store, directories, activity, texts, clock: systemClock, prompts: person.prompts, l10n: deps.l10n, locale: 'en', mention: deps.mention },
    client: (id) => sessions.client(id),
    settings: () => ({ myEmail: undefined, removalCap: 25 }),
    progress: deps.progress,
    newId: () => `set-${++sets}`,
    closing: new AbortController().signal,
    onFailure: (error) => assert.fail(String(error)),
    runCommand: async () => undefined,
    refreshDocuments: () => undefined,
  });
}

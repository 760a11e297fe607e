import type { ActivityEntry } from '../../state/activity.ts';
import { knownCidName } from '../../state/knownCidName.ts';
import type { CommandDeps } from './deps.ts';
import { recordText } from './recordText.ts';

/** Shows records as read-only texts. */
export async function openRecords(deps: CommandDeps, entries: readonly ActivityEntry[]): Promise<void> {
  const { texts, l10n, locale } = deps;
  for (const entry of entries) {
    const cidName = knownCidName(deps, entry.record.set.connectionId);
    await texts.show(recordText(entry, { l10n, locale, cidName, now: Date.now() }));
  }
}

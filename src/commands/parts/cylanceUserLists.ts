/** Showing the users of Cylance tenants in another way. The server neither filters nor sorts, so that all of them are read first. */
import { isServersOrder } from '../../state/cylance/cylanceView.ts';
import type { CylanceView } from '../../state/cylance/cylanceView.ts';
import type { CylanceUsersNode } from '../../state/nodes.ts';
import type { CommandDeps } from './deps.ts';

/** Changes how lists are shown, once everything is read that this takes; the first is brought into sight. */
export async function showCylanceUsers(
  { cylance, view, progress, l10n, locale }: Pick<CommandDeps, 'cylance' | 'view' | 'progress' | 'l10n' | 'locale'>,
  lists: readonly CylanceUsersNode[],
  change: (view: CylanceView) => CylanceView,
): Promise<void> {
  for (const list of lists) {
    const directory = await cylance.directories.of(list.tenant.id);
    if (!isServersOrder(change(directory.view))) {
      await progress(l10n.t('Reading the users of {0}', list.tenant.name), (signal, report) => {
        const onProgress = (read: number, total: number): void => {
          const message = l10n.t('{0} of {1}', read.toLocaleString(locale), total.toLocaleString(locale));
          report({ message, share: total === 0 ? 1 : Math.min(1, read / total) });
        };
        return Promise.all([directory.allUsers({ signal, onProgress }), directory.readZoneNames(signal)]);
      });
    }
    directory.setView(change(directory.view));
    await view.reread(list);
  }
  const [first] = lists;
  if (first) await view.reveal(first, { expand: true });
}

/** Resetting passwords and second factors: the same way for both, with words of their own. */
import { snapshotOf } from '../../core/changes/change.ts';
import type { ResetUser } from '../../core/changes/change.ts';
import type { CommandId } from '../../host/commandIds.ts';
import type { L10n } from '../../host/l10n.ts';
import type { TenantCommand } from './deps.ts';
import { userTargets } from './userTargets.ts';

export interface Resetting {
  readonly id: CommandId;
  readonly kind: ResetUser['kind'];
  readonly title: (l10n: L10n) => string;
  /** What the server does, and what the user has to do then. */
  readonly notes: (count: number, l10n: L10n) => readonly string[];
}

export const resetUsers = ({ id, kind, title, notes }: Resetting): TenantCommand => ({
  id,
  async run(deps, given) {
    const { road, l10n } = deps;
    for (const { connection, users } of await userTargets(deps, given, title(l10n))) {
      const changes = users.map((user) => ({ kind, user: snapshotOf(user) }));
      await road.propose({ connectionId: connection.id, origin: kind, changes, notes: [...notes(users.length, l10n), l10n.t('This cannot be undone.')] });
    }
  },
});

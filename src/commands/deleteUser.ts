import { snapshotOf } from '../core/changes/change.ts';
import type { DeleteUser } from '../core/changes/change.ts';
import { isCancelled, toTenantError } from '../core/errors.ts';
import type { Grant } from '../core/grant.ts';
import type { UserUuid } from '../core/ids.ts';
import type { CommandDeps, TenantCommand } from './parts/deps.ts';
import { userTargets } from './parts/userTargets.ts';
import type { UsersOfTenant } from './parts/userTargets.ts';

/** Of so many users everything is read; of more only what they hold at home, one request each. */
const mostReadWhole = 20;

interface Held {
  readonly grants: ReadonlyMap<UserUuid, readonly Grant[]>;
  /** In every CID, of those who could be read. */
  readonly isWhole: boolean;
}

/** What cannot be read is no reason to keep a user; only the person's own cancelling is. */
async function unlessFailed<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (thrown) {
    const error = toTenantError(thrown);
    if (isCancelled(error)) throw error;
    return undefined;
  }
}

/** Reads, before it is gone, what undo could offer to give back. What was read earlier may have been taken away since. */
async function readHeld({ directories, progress, l10n, locale }: CommandDeps, { connection, users }: UsersOfTenant): Promise<Held> {
  const directory = await directories.of(connection.id);
  const title = users.length === 1 ? l10n.t('Reading what the user holds') : l10n.t('Reading what {0} users hold', users.length.toLocaleString(locale));
  return progress(title, async (signal, report) => {
    const shape = await unlessFailed(directory.shape(signal));
    // Where there are no child CIDs, one request tells everything; where they cannot be seen, nothing does.
    const isOneCid = shape?.hasChildren === false && !shape.childrenHidden;
    const isWhole = isOneCid || (users.length <= mostReadWhole && shape?.childrenHidden !== true);
    let ended = 0;
    const held = new Map<UserUuid, readonly Grant[]>();
    await Promise.all(
      users.map(async (user) => {
        const { uuid, cid } = user;
        directory.forgetGrants(uuid, isWhole ? undefined : cid);
        const grants = await unlessFailed(isWhole ? directory.accessOf(user, signal) : directory.grants(uuid, cid, signal));
        if (grants) held.set(uuid, grants);
        ended += 1;
        report({ message: l10n.t('{0} of {1}', ended.toLocaleString(locale), users.length.toLocaleString(locale)), share: ended / users.length });
      }),
    );
    return { grants: held, isWhole };
  });
}

function notesOf({ l10n, locale }: CommandDeps, { users }: UsersOfTenant, held: Held): string[] {
  const unread = users.length - held.grants.size;
  const homeOnly =
    users.length > mostReadWhole
      ? l10n.t('For so many users, only the roles in their home CIDs are noted, for making them again.')
      : l10n.t('Not every CID of the tenant can be seen: only the roles in the home CID are noted, for making a user again.');
  return [
    l10n.t('Deleting is permanent: a user made again with the same address has another UUID, no password, no 2FA and no roles.'),
    ...(held.isWhole ? [] : [homeOnly]),
    ...(unread > 0 ? [l10n.t('What {0} of them hold could not be read, so it is not noted for making them again.', unread.toLocaleString(locale))] : []),
  ];
}

export const deleteUser: TenantCommand = {
  id: 'falconAdmin.user.delete',
  async run(deps, given) {
    for (const group of await userTargets(deps, given, deps.l10n.t('Delete User'))) {
      const { connection, users } = group;
      const held = await readHeld(deps, group);
      const changes = users.map((user): DeleteUser => {
        const grants = held.grants.get(user.uuid);
        return { kind: 'deleteUser', user: snapshotOf(user), grants, ...(grants && !held.isWhole && { grantsAreWhole: false }) };
      });
      await deps.road.propose({ connectionId: connection.id, origin: 'deleteUser', changes, notes: notesOf(deps, group, held) });
    }
  },
};

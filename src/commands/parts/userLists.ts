/** Showing lists of users in another way. */
import type { NodeOf } from '../../state/nodes.ts';
import type { UserView } from '../../state/userView.ts';
import type { CommandDeps } from './deps.ts';

/** Changes how lists are read and shows them; the first is brought into sight. */
export async function showUsers(
  { directories, view }: Pick<CommandDeps, 'directories' | 'view'>,
  lists: readonly NodeOf<'users'>[],
  change: (view: UserView) => UserView,
): Promise<void> {
  for (const list of lists) {
    const directory = await directories.of(list.connection.id);
    directory.setView(list.cid, change(directory.view(list.cid)));
  }
  const [first, ...others] = lists;
  // Of many only those are read that the editor has unfolded.
  for (const list of others) view.refresh(list);
  if (!first) return;
  await view.reread(first);
  await view.reveal(first, { expand: true });
}

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
  const showing = lists.map(async (list) => {
    const directory = await directories.of(list.connection.id);
    directory.setView(list.cid, change(directory.view(list.cid)));
    await view.reread(list);
  });
  await Promise.all(showing);
  const [first] = lists;
  if (first) await view.reveal(first, { expand: true });
}

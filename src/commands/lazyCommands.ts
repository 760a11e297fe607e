/** The commands as they are registered: what they do is loaded when the first of them runs, not at activation. */
import { commandIds } from '../host/commandIds.ts';
import type { TenantCommand } from './parts/deps.ts';

export const lazyCommands: readonly TenantCommand[] = commandIds.map((id) => ({
  id,
  run: async (deps, given) => {
    const { commands } = await import('./index.ts');
    return commands.find((command) => command.id === id)?.run(deps, given);
  },
}));

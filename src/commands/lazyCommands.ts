/** The commands as they are registered: what they do, and what they work with, is loaded when the first of them runs, not at activation. */
import { commandIds } from '../host/commandIds.ts';
import type { Command } from '../host/commands.ts';
import type { CommandDeps } from './parts/deps.ts';

export const lazyCommands: readonly Command<() => Promise<CommandDeps>>[] = commandIds.map((id) => ({
  id,
  run: async (load, given) => {
    const [{ commands }, deps] = await Promise.all([import('./index.ts'), load()]);
    return commands.find((command) => command.id === id)?.run(deps, given);
  },
}));

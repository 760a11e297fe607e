import type { Connection } from '../state/connection.ts';
import type { CommandDeps } from './deps.ts';
import { askConnection, connectionsGiven } from './targets.ts';

export interface ChangeQuestion {
  /** What the connections must be like for the command to have an effect. */
  readonly canChange: boolean;
  readonly title: string;
  /** Said when there is none. */
  readonly none: string;
}

/** The clicked connections that a command would change, or one that the person chooses. */
export async function changeTargets(deps: CommandDeps, given: readonly unknown[], { canChange, title, none }: ChangeQuestion): Promise<readonly Connection[]> {
  const fits = (connection: Connection): boolean => connection.canChange === canChange;
  const clicked = connectionsGiven(deps, given);
  if (clicked.length > 0) return clicked.filter(fits);
  const chosen = await askConnection(deps, { title, fits, none });
  return chosen ? [chosen] : [];
}

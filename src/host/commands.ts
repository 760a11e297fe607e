/** Registers commands and stands around each of them: log, one catch, one message. */
import { isCancelled, toTenantError } from '../core/errors.ts';
import type { TenantError } from '../core/errors.ts';
import type { CommandId } from './commandIds.ts';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import type { Log } from './log.ts';

export interface Command<Deps> {
  readonly id: CommandId;
  /**
   * @param given what was clicked or selected in a tree, or passed by a caller; empty when called from the palette.
   * Its members are anybody's: check them before use.
   */
  run(deps: Deps, given: readonly unknown[]): unknown;
}

export interface CommandEditor {
  /** `vscode.commands.registerCommand` */
  register(id: string, run: (...args: readonly unknown[]) => unknown): Disposable;
  /** Shows a failure once. `again` runs the command another time with the same things; absent when that makes no sense. */
  report(error: TenantError, again: (() => unknown) | undefined): unknown;
  readonly log: Log;
}

/** Menus of trees call with the clicked node and, when several are selected, all of them. */
function givenBy(args: readonly unknown[]): readonly unknown[] {
  const [clicked, selected] = args;
  if (Array.isArray(selected) && selected.length > 0) return selected as readonly unknown[];
  return clicked === undefined ? [] : [clicked];
}

/** Failures that may pass by themselves. Never where the server may have carried out a write already. */
function mayPass(error: TenantError): boolean {
  if (error.outcomeUnknown) return false;
  return error.kind === 'network' || error.kind === 'timeout' || error.kind === 'server' || error.kind === 'rateLimited';
}

/**
 * Registers every command of the list. A command that fails is reported once, one that is cancelled ends silently;
 * callers of `executeCommand` get what the command returned, and undefined after a failure.
 * @returns what takes all of them back.
 */
export function registerCommands<Deps>(commands: readonly Command<Deps>[], deps: Deps, editor: CommandEditor): Disposable {
  const registered = new DisposableStore();
  for (const command of commands) {
    const run = async (given: readonly unknown[]): Promise<unknown> => {
      const started = performance.now();
      const durationMs = () => Math.round(performance.now() - started);
      editor.log.debug('Command started.', { command: command.id });
      try {
        const result = await command.run(deps, given);
        editor.log.debug('Command ended.', { command: command.id, durationMs: durationMs() });
        return result;
      } catch (thrown) {
        const error = toTenantError(thrown);
        if (isCancelled(error)) {
          editor.log.debug('Command cancelled.', { command: command.id, durationMs: durationMs() });
          return undefined;
        }
        editor.log.error(`Command ${command.id} failed.`, error);
        editor.report(error, mayPass(error) ? () => run(given) : undefined);
        return undefined;
      }
    };
    registered.add(editor.register(command.id, (...args) => run(givenBy(args))));
  }
  return registered;
}

import { test } from 'node:test';
import { withInstalledEditor } from '../../helpers/editor/installedEditor.ts';
import type { InstalledEditor, InstalledEditorOptions } from '../../helpers/editor/installedEditor.ts';

/** Runs one step of a story as a test of its own. */
export type Step = (title: string, run: () => Promise<void>) => Promise<void>;

/** Has something ended when the story is over, however it ends. */
export type AtEnd = (end: () => Promise<void>) => void;

/**
 * A person's way through one editor, in which each step begins where the one before ended. The first step that fails ends the
 * story; what the editor showed then is kept under the story's name.
 */
export function story(
  name: string,
  tell: (editor: InstalledEditor, step: Step, atEnd: AtEnd) => Promise<void>,
  options: InstalledEditorOptions = {},
): void {
  test(name, async (t) => {
    await withInstalledEditor(name, options, async (editor) => {
      const step: Step = async (title, run) => {
        let failure: { readonly error: unknown } | undefined;
        await t.test(title, async () => {
          try {
            await run();
          } catch (error) {
            failure = { error };
            throw error;
          }
        });
        if (failure) throw failure.error;
      };
      await tell(editor, step, (end) => {
        t.after(end);
      });
    });
  });
}

/** Keys that mean something to the editor around the page. */

export type EditorCommand = 'undo' | 'redo' | 'save';

/** As the editor binds them unless it is told otherwise; undefined for all other keys. */
export function editorCommandOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): EditorCommand | undefined {
  if (ctrlKey === metaKey || altKey) return undefined;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  if (shiftKey) return undefined;
  return letter === 'y' ? 'redo' : letter === 's' ? 'save' : undefined;
}

/** Takes files that are dropped onto the tree, from the desktop or from the editor's own explorer. */
import * as vscode from 'vscode';

export interface DroppedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const uriList = 'text/uri-list';

/** The editor's explorer gives addresses, the desktop gives the file itself. */
async function firstFile(dropped: vscode.DataTransfer): Promise<DroppedFile | undefined> {
  for (const [, item] of dropped) {
    const file = item.asFile();
    if (file) return { name: file.name, bytes: await file.data() };
  }
  const [address] = ((await dropped.get(uriList)?.asString()) ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  if (address === undefined) return undefined;
  const uri = vscode.Uri.parse(address);
  return { name: uri.path.slice(uri.path.lastIndexOf('/') + 1), bytes: await vscode.workspace.fs.readFile(uri) };
}

export class FileDrop implements vscode.TreeDragAndDropController<string> {
  readonly dropMimeTypes = ['files', uriList];
  readonly dragMimeTypes: readonly string[] = [];
  readonly #take: (id: string, file: DroppedFile) => void;
  readonly #onFailure: (error: unknown) => void;

  /**
   * @param take gets the first file that is dropped onto an item, and the item's id
   * @param onFailure told of a file that cannot be read
   */
  constructor(take: (id: string, file: DroppedFile) => void, onFailure: (error: unknown) => void) {
    this.#take = take;
    this.#onFailure = onFailure;
  }

  async handleDrop(id: string | undefined, dropped: vscode.DataTransfer): Promise<void> {
    if (id === undefined) return;
    try {
      const file = await firstFile(dropped);
      if (file) this.#take(id, file);
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

/** Takes what is dropped onto the tree of tenants: its own rows, and files from the desktop or from the editor's explorer. */
import * as vscode from 'vscode';
import { rowsMimeType } from './dropTypes.ts';
import { fileDropped } from './fileDrop.ts';
import type { DroppedFile } from './fileDrop.ts';

export interface TreeDropsParts {
  /** @param dragged ids of rows @param target undefined beside the rows */
  onRows(dragged: readonly string[], target: string | undefined): void;
  /** The first file that was dropped onto a row. */
  onFile(target: string, file: DroppedFile): void;
  /** A file that was dropped cannot be read. */
  onFailure(error: unknown): void;
}

/** Anybody may offer data under any type. */
function idsIn(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export class TreeDrops {
  readonly #parts: TreeDropsParts;

  constructor(parts: TreeDropsParts) {
    this.#parts = parts;
  }

  handleDrag(dragged: readonly string[], data: vscode.DataTransfer): void {
    data.set(rowsMimeType, new vscode.DataTransferItem(JSON.stringify(dragged)));
  }

  async handleDrop(target: string | undefined, data: vscode.DataTransfer): Promise<void> {
    const rows = data.get(rowsMimeType);
    if (rows) return this.#parts.onRows(idsIn(await rows.asString()), target);
    if (target === undefined) return;
    try {
      const file = await fileDropped(data);
      if (file) this.#parts.onFile(target, file);
    } catch (error) {
      this.#parts.onFailure(error);
    }
  }
}

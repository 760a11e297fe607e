/** Files that a person chooses to read from or to write to, wherever the workspace lives. */
import * as vscode from 'vscode';

/** Endings without the dot, by the name of the kind: `{ CSV: ['csv'] }`. */
export type FileKinds = Readonly<Record<string, readonly string[]>>;

export interface ChosenFile {
  /** Without its folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FilesPort {
  /** @returns undefined when the person chose none */
  open(title: string, kinds: FileKinds): Promise<ChosenFile | undefined>;
  /**
   * Asks for a place and writes a text, or bytes, there.
   * @param name proposed
   * @returns the name under which it was written, or undefined when the person chose no place
   */
  save(title: string, kinds: FileKinds, name: string, content: string | Uint8Array): Promise<string | undefined>;
}

/** The editor's own type, though it only reads them, wants lists that could be changed. */
const filtersOf = (kinds: FileKinds): Record<string, string[]> => Object.fromEntries(Object.entries(kinds).map(([kind, endings]) => [kind, [...endings]]));

const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

async function open(title: string, kinds: FileKinds): Promise<ChosenFile | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title, filters: filtersOf(kinds), canSelectMany: false })) ?? [];
  return uri && { name: nameOf(uri), bytes: await vscode.workspace.fs.readFile(uri) };
}

async function save(title: string, kinds: FileKinds, name: string, content: string | Uint8Array): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const proposed = folder ? vscode.Uri.joinPath(folder, name) : undefined;
  const uri = await vscode.window.showSaveDialog({ title, filters: filtersOf(kinds), ...(proposed && { defaultUri: proposed }) });
  if (!uri) return undefined;
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return nameOf(uri);
}

export const editorFiles: FilesPort = { open, save };

/** The file in what was dropped, from the desktop or from the editor's own explorer. */
import * as vscode from 'vscode';

export interface DroppedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const uriList = 'text/uri-list';

/** The editor's explorer gives addresses, the desktop gives the file itself. Of several files the first is taken. */
export async function fileDropped(dropped: vscode.DataTransfer): Promise<DroppedFile | undefined> {
  for (const [, item] of dropped) {
    const file = item.asFile();
    if (file) return { name: file.name, bytes: await file.data() };
  }
  const [address] = ((await dropped.get(uriList)?.asString()) ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  if (address === undefined) return undefined;
  const uri = vscode.Uri.parse(address);
  return { name: uri.path.slice(uri.path.lastIndexOf('/') + 1), bytes: await vscode.workspace.fs.readFile(uri) };
}

/** How files of aggregate queries are told from others. Needed from the start, so it is small. */
import * as vscode from 'vscode';

/** As in the manifest. */
export const queryEditor = 'falconAdmin.aggregate';
export const queryLanguage = 'falcon-aggregate';
export const queryEnding = '.falcon-aggregate.json';

/** By its language, or by its name where somebody has chosen another language for it. */
export const isQueryDocument = ({ uri, languageId }: vscode.TextDocument): boolean => languageId === queryLanguage || uri.path.endsWith(queryEnding);

/** Whether documents of a scheme can be saved at all: versions of git, for instance, cannot. */
export const canBeSaved = ({ scheme }: vscode.Uri): boolean => scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;

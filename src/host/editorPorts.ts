/** The editor's dialogs, loaded together with whatever first asks a person something. */
import { editorPrompts } from './editorPrompts.ts';
import { editorFiles } from './files.ts';
import { withProgressWhenLong } from './progress.ts';

export const editorPorts = { prompts: editorPrompts, files: editorFiles, progress: withProgressWhenLong };

/** The editor's dialogs, loaded together with whatever first asks a person something. */
import { editorPrompts } from './editorPrompts.ts';
import { editorFiles } from './files.ts';
import { withProgressWhenLong } from './progress.ts';
import { editorQueryFiles } from './queryFiles.ts';
import { requestDocuments } from './requestDocuments.ts';

export const editorPorts = {
  prompts: editorPrompts,
  files: editorFiles,
  queryFiles: editorQueryFiles,
  requests: requestDocuments,
  progress: withProgressWhenLong,
};

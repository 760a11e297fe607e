import path from 'node:path';

/** The project's root folder. */
export const projectRoot = path.resolve(import.meta.dirname, '../../..');

/** Downloads, profiles and test output live here; the folder is ignored by git and by the packager. */
export const workFolder = path.join(projectRoot, '.vscode-test');

/** What `npm run package` makes. */
export const vsixFile = path.join(projectRoot, 'falcon-tenant-admin.vsix');

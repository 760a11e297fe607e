/** The editor's name for rows of the tree of tenants that are dragged. */
export const rowsMimeType = 'application/vnd.code.tree.falconadmin.tenants';
/** What the tree of tenants takes: its own rows, files from the desktop, and addresses from the editor's explorer. */
export const dropTypes = [rowsMimeType, 'files', 'text/uri-list'] as const;

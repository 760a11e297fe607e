/**
 * Text that may quote a server, for messages, input boxes and lists: there the editor makes links, even ones that run
 * commands, of `[…](…)` and icons of `$(…)`.
 */
export const plainText = (text: string): string => text.replaceAll('](', '] (').replaceAll('$(', '$ (');

/**
 * The order in which changes are safe: people exist before they are given roles, nobody loses a role before the one that
 * replaces it is there, and what cannot be undone comes last.
 */
import type { Change, ChangeKind } from './change.ts';

/** Changes of one phase do not depend on each other's success. */
export const phases: readonly (readonly ChangeKind[])[] = [
  ['createUser'],
  ['renameUser'],
  ['grant'],
  ['revoke'],
  ['resetPassword', 'resetFactors'],
  ['deleteUser'],
  ['rawOperation'],
];

export const phaseOf = ({ kind }: Change): number => phases.findIndex((kinds) => kinds.includes(kind));

/** Within a phase the order stays as it was asked for. */
export const inSafeOrder = (changes: readonly Change[]): Change[] => changes.toSorted((left, right) => phaseOf(left) - phaseOf(right));

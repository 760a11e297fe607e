/** Runs all guards over a change set. */
import type { ChangeSet } from '../changes/change.ts';
import type { Finding, Guard, GuardFacts } from './guard.ts';
import { lastAdministrator } from './lastAdministrator.ts';
import { duplicateEmail, ownAccount, renamedMeanwhile } from './peopleGuards.ts';
import { customRoleAway, heldAlready, notRevocable, roleNotGrantable, temporaryEnd } from './roleGuards.ts';
import { missingWriteScope, readOnlyTenant, removalCap, sentAgain, unknownCid } from './tenantGuards.ts';

export const guards: readonly Guard[] = [
  readOnlyTenant,
  missingWriteScope,
  unknownCid,
  customRoleAway,
  temporaryEnd,
  roleNotGrantable,
  heldAlready,
  notRevocable,
  lastAdministrator,
  ownAccount,
  duplicateEmail,
  renamedMeanwhile,
  sentAgain,
  removalCap,
];

/** @returns what was found, refusals first; within them in the order of the rules */
export function checkChanges(set: ChangeSet, facts: GuardFacts): Finding[] {
  const found = guards.flatMap(({ id, severity, find }) => find(set, facts).map((finding): Finding => ({ severity, ...finding, rule: id })));
  return found.sort((left, right) => Number(left.severity === 'warn') - Number(right.severity === 'warn'));
}

export const refusals = (findings: readonly Finding[]): Finding[] => findings.filter(({ severity }) => severity === 'refuse');

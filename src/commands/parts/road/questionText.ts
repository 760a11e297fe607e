/** The words in which a change set is shown before it runs. */
import type { ChangeKind, ChangeSet } from '../../../core/changes/change.ts';
import { countChanges, describeChange } from '../../../core/changes/describe.ts';
import type { CidName } from '../../../core/changes/describe.ts';
import type { Finding } from '../../../core/guards/guard.ts';
import type { L10n } from '../../../host/l10n.ts';

/** Up to so many changes are listed in the question itself; more are shown as a comparison. */
export const mostListed = 10;
/** A dialog does not scroll everywhere. */
const mostWarnings = 6;

const verbs: Readonly<Record<ChangeKind, (l10n: L10n) => string>> = {
  createUser: (l10n) => l10n.t('Create'),
  renameUser: (l10n) => l10n.t('Rename'),
  deleteUser: (l10n) => l10n.t('Delete'),
  resetPassword: (l10n) => l10n.t('Reset Password'),
  resetFactors: (l10n) => l10n.t('Reset 2FA'),
  grant: (l10n) => l10n.t('Grant'),
  revoke: (l10n) => l10n.t('Revoke'),
  rawOperation: (l10n) => l10n.t('Send'),
};

/** The verb on the button: that of what is done, or of what comes first when roles are given with it. */
export function verbOf({ changes }: Pick<ChangeSet, 'changes'>, l10n: L10n): string {
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.has('createUser')) kinds.delete('grant');
  const [only] = kinds;
  return only && kinds.size === 1 ? verbs[only](l10n) : l10n.t('Apply');
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

/** `Acme Global: Grant Help Desk to 12 users in Acme Retail?` */
export const questionOf = ({ tenantName, sentence }: ChangeSet): string => `${tenantName}: ${withoutStop(sentence)}?`;

/** `Acme Global: Grant Help Desk to 12 users in Acme Retail` */
export const titleOf = ({ tenantName, sentence }: ChangeSet): string => `${tenantName}: ${withoutStop(sentence)}`;

/** Sentences, the first few of them. */
export function firstOf(sentences: readonly string[], most: number, l10n: L10n): string[] {
  const distinct = [...new Set(sentences)];
  return distinct.length <= most ? distinct : [...distinct.slice(0, most), l10n.t('… and {0} more.', distinct.length - most)];
}

/** `12 users · 3 CIDs · 40 roles granted · 2 roles revoked`: only what there is. */
export function countsOf({ changes }: ChangeSet, l10n: L10n, locale: string): string {
  const { people, cids, created, deleted, granted, revoked } = countChanges(changes);
  const figure = (count: number): string => count.toLocaleString(locale);
  const parts = [
    [people, l10n.t('people: {0}', figure(people))],
    [cids, l10n.t('CIDs: {0}', figure(cids))],
    [created, l10n.t('created: {0}', figure(created))],
    [deleted, l10n.t('deleted: {0}', figure(deleted))],
    [granted, l10n.t('roles granted: {0}', figure(granted))],
    [revoked, l10n.t('roles revoked: {0}', figure(revoked))],
  ] as const;
  return parts.flatMap(([count, text]) => (count > 0 ? [text] : [])).join(' · ');
}

export const warningsOf = (findings: readonly Finding[], l10n: L10n): string[] =>
  firstOf(
    findings.flatMap(({ severity, sentence }) => (severity === 'warn' ? [sentence] : [])),
    mostWarnings,
    l10n,
  );

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export interface DetailParts {
  readonly set: ChangeSet;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  readonly cidName: CidName;
}

/** What a modal question says below the line that asks. */
export function detailOf({ set, findings, notes, cidName }: DetailParts, l10n: L10n, locale: string): string {
  const { changes } = set;
  const described = changes.map((change) => capital(describeChange(change, cidName)));
  const listed = changes.length <= mostListed ? described.map((line) => `• ${line}`) : [countsOf(set, l10n, locale)];
  // One change may be said in full by the question itself.
  const lines = described.length === 1 && described[0] === withoutStop(set.sentence) ? [] : listed;
  const warnings = warningsOf(findings, l10n).map((sentence) => l10n.t('Warning: {0}', sentence));
  return [lines.join('\n'), warnings.join('\n'), firstOf(notes, mostWarnings, l10n).join('\n')].filter(Boolean).join('\n\n');
}

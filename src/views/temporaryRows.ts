/** The rows of temporary access, without the editor: what ends next, over all tenants, then how fresh each tenant's part is. */
import { inheritancePath, isInherited } from '../core/grant.ts';
import { displayName } from '../core/user.ts';
import type { TenantError } from '../core/errors.ts';
import type { Connection } from '../state/connection.ts';
import { bySpan, timeLeft } from '../state/temporaryAccess.ts';
import type { Span, SpanGroup, TemporaryGrant, TemporaryTarget } from '../state/temporaryAccess.ts';
import type { TemporaryRead } from '../state/temporaryReads.ts';
import { grantName } from './grantText.ts';
import { paragraphs, plain, table } from './markdown.ts';
import type { RowFace } from './rowItem.ts';
import { facts, figure, freshnessText, momentText } from './wording.ts';
import type { Wording } from './wording.ts';

/** What menus hand to commands; those of grants name user, CID and role by id. */
export type TemporaryElement = { readonly id: string } & ({ readonly kind: 'group' | 'status' } | ({ readonly kind: 'grant' } & TemporaryTarget));

export interface TemporaryRow {
  readonly element: TemporaryElement;
  readonly face: RowFace;
  readonly below: readonly TemporaryRow[];
  /** Markdown; undefined where the row says it all. */
  tooltip(): string | undefined;
}

export interface TenantPart {
  readonly connection: Connection;
  readonly read: TemporaryRead;
  /** Epoch milliseconds: how fresh what is shown of it is, as far as that is known. */
  readonly asOf: number | undefined;
}

export interface TemporaryRowsParts {
  /** Those that have not ended, soonest first. */
  readonly grants: readonly TemporaryGrant[];
  readonly tenants: readonly TenantPart[];
  /** The list of connections could not be read. */
  readonly failure: TenantError | undefined;
  readonly cidName: (grant: TemporaryGrant) => string;
}

/** `in 2 h` */
export function leftText(endsAt: number, wording: Wording): string {
  const { l10n } = wording;
  const { unit, value } = timeLeft(endsAt, wording.now());
  switch (unit) {
    case 'minute':
      return l10n.t('in {0} min', figure(value, wording));
    case 'hour':
      return l10n.t('in {0} h', figure(value, wording));
    case 'day':
      return l10n.t('in {0} days', figure(value, wording));
  }
}

function spanText(span: Span, { l10n }: Wording): string {
  switch (span) {
    case 'hour':
      return l10n.t('Ends in the next hour');
    case 'today':
      return l10n.t('Today');
    case 'tomorrow':
      return l10n.t('Tomorrow');
    case 'week':
      return l10n.t('Within 7 days');
    case 'later':
      return l10n.t('Later');
  }
}

function provenance({ grant }: TemporaryGrant, { l10n }: Wording): string {
  return isInherited(grant) ? l10n.t('via {0}', inheritancePath(grant) || l10n.t('a group')) : l10n.t('direct');
}

function grantTooltip(held: TemporaryGrant, cidName: string, wording: Wording): string {
  const { l10n } = wording;
  const { user, grant, endsAt, connection } = held;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('E-mail'), user.uid],
    [l10n.t('Role'), grantName(grant)],
    [l10n.t('CID'), cidName],
    [l10n.t('Tenant'), connection.name],
    [l10n.t('Ends'), `${momentText(endsAt, wording)} (${leftText(endsAt, wording)})`],
    [l10n.t('Given'), provenance(held, wording)],
  ];
  return paragraphs(`**${plain(displayName(user))}**`, table(rows.map(([name, value]) => [name, value && plain(value)])));
}

function grantRow(held: TemporaryGrant, span: Span, cidName: string, wording: Wording): TemporaryRow {
  const { l10n } = wording;
  const { id, target, user, grant, endsAt } = held;
  const inherited = isInherited(grant);
  return {
    element: { kind: 'grant', id, ...target },
    face: {
      label: displayName(user),
      description: facts(grantName(grant), cidName, leftText(endsAt, wording)),
      icon: span === 'hour' ? { id: 'watch', color: 'list.warningForeground' } : { id: 'watch' },
      contextValue: inherited ? 'temporary;inherited' : 'temporary;direct',
      spoken: inherited ? l10n.t('temporary role through a group') : l10n.t('temporary role'),
    },
    below: [],
    tooltip: () => grantTooltip(held, cidName, wording),
  };
}

const groupRow = ({ span, grants }: SpanGroup, cidName: TemporaryRowsParts['cidName'], wording: Wording): TemporaryRow => ({
  element: { kind: 'group', id: `span:${span}` },
  face: { label: spanText(span, wording), description: figure(grants.length, wording), icon: { id: 'calendar' }, opens: 'expanded' },
  below: grants.map((grant) => grantRow(grant, span, cidName(grant), wording)),
  tooltip: () => undefined,
});

const failureFace = ({ message, nextStep }: TenantError, name: string | undefined, { l10n }: Wording): RowFace => ({
  label: message,
  description: name,
  icon: { id: 'error', color: 'list.errorForeground' },
  spoken: l10n.t('{0} Press Enter to try again.', nextStep ?? ''),
  command: { id: 'falconAdmin.temporary.refresh', given: [] },
});

/** @returns undefined as long as there is nothing to say about a tenant */
function statusFace({ connection, read, asOf }: TenantPart, wording: Wording): RowFace | undefined {
  const { l10n } = wording;
  const { name, id } = connection;
  if (read.isReading) return { label: name, description: l10n.t('looking for temporary roles'), icon: { id: 'loading~spin' } };
  if (read.isRefused) {
    return {
      label: l10n.t('The server does not tell who holds temporary roles: Read All Grants…'),
      description: name,
      icon: { id: 'question' },
      spoken: l10n.t('Press Enter to read all grants.'),
      command: { id: 'falconAdmin.grants.read', given: [id] },
    };
  }
  if (read.error) return failureFace(read.error, name, wording);
  const freshness = asOf !== undefined && freshnessText(asOf, wording);
  if (read.failed === 0) return freshness ? { label: name, description: freshness, icon: { id: 'info' } } : undefined;
  const failed = read.failed === 1 ? l10n.t('1 part could not be read') : l10n.t('{0} parts could not be read', figure(read.failed, wording));
  return {
    label: name,
    description: facts(freshness, failed),
    icon: { id: 'warning', color: 'list.warningForeground' },
    spoken: l10n.t('Press Enter to try again.'),
    command: { id: 'falconAdmin.temporary.refresh', given: [] },
  };
}

function statusRows(part: TenantPart, wording: Wording): TemporaryRow[] {
  const face = statusFace(part, wording);
  if (!face) return [];
  const advice = part.read.error?.advice;
  return [{ element: { kind: 'status', id: `status:${part.connection.id}` }, face, below: [], tooltip: () => advice && plain(advice) }];
}

const isQuiet = ({ read }: TenantPart): boolean => !read.isReading && !read.error && read.failed === 0;

/** Nothing at all where no temporary role is known and nothing went wrong: the view's welcome text says so. */
export function temporaryRows({ grants, tenants, failure, cidName }: TemporaryRowsParts, wording: Wording): TemporaryRow[] {
  if (failure) {
    return [{ element: { kind: 'status', id: 'status' }, face: failureFace(failure, undefined, wording), below: [], tooltip: () => plain(failure.advice) }];
  }
  if (grants.length === 0 && tenants.every(isQuiet)) return [];
  const groups = bySpan(grants, wording.now()).map((group) => groupRow(group, cidName, wording));
  return [...groups, ...tenants.flatMap((part) => statusRows(part, wording))];
}

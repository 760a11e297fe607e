/** Puts cells, marks and reasons into words. */
import { endText } from '../../core/changes/temporary.ts';
import type { RoleEnd } from '../../core/changes/roleEnd.ts';
import type { CellState, Refusal } from '../../core/matrix/cellState.ts';
import type { MatrixGrant } from '../../core/matrix/matrix.ts';
import type { MatrixModel, Spot } from '../../core/matrix/matrixModel.ts';
import type { Pending } from '../../core/matrix/pending.ts';
import type { MatrixFinding } from '../../protocol/grants.ts';
import { spanText } from '../kit/ends.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { Names } from './names.ts';

/** What the rows differ in, and so what they are called by. */
export type RowKind = 'cids' | 'users' | 'pairs';

/** What stands above the names of the rows. */
export const rowsTitle = (kind: RowKind, texts: PageTexts): string =>
  ({ cids: texts.t('CID'), users: texts.t('User'), pairs: texts.t('User and CID') })[kind];

/** `Acme Retail`, `Ada Lovelace`, or `Ada Lovelace, Acme Retail`. */
export function placeText(model: MatrixModel, row: number, kind: RowKind): string {
  const [user, cid] = [model.userAt(row).name, model.cidAt(row).name];
  return kind === 'cids' ? cid : kind === 'users' ? user : `${user}, ${cid}`;
}

export const figure = (count: number, { locale }: PageTexts): string => count.toLocaleString(locale);

export interface ShownCounts {
  readonly rows: number;
  readonly allRows: number;
  readonly roles: number;
  readonly allRoles: number;
}

export const countsText = ({ rows, allRows, roles, allRoles }: ShownCounts, texts: PageTexts): string =>
  texts.t('Shown: {0} of {1} rows, {2} of {3} roles', ...[rows, allRows, roles, allRoles].map((count) => figure(count, texts)));

export function wayText({ through, expiresAt }: MatrixGrant, texts: PageTexts): string {
  const inherited = through === '' ? texts.t('inherited through a group') : texts.t('inherited through {0}', through ?? '');
  const way = through === undefined ? texts.t('held directly') : inherited;
  if (expiresAt === undefined) return way;
  // What was read a while ago may have ended since.
  const hasEnded = Date.parse(expiresAt) <= Date.now();
  return hasEnded ? texts.t('{0}, ended {1}', way, endText(expiresAt)) : texts.t('{0} until {1}', way, endText(expiresAt));
}

const untilText = (end: RoleEnd, texts: PageTexts): string => ('at' in end ? texts.t('until {0}', endText(end.at)) : spanText(end.after, texts));

/** When a grant ends: `until 2026-11-26 06:06 UTC`, `after 8 hours`, or that it does not. */
export const endWords = (end: RoleEnd | undefined, texts: PageTexts): string => (end === undefined ? texts.t('never') : untilText(end, texts));

function becomesText({ becomes }: CellState, pending: Pending | undefined, texts: PageTexts): string | undefined {
  const end = pending?.kind === 'grant' ? pending.end : undefined;
  switch (becomes) {
    case 'granted':
      return end ? texts.t('will be granted, ends {0}', endWords(end, texts)) : texts.t('will be granted');
    case 'newEnd':
      return texts.t('gets a new end: {0}', endWords(end, texts));
    case 'revoked':
      return texts.t('will be revoked');
    case undefined:
      return undefined;
  }
}

/** Why a cell cannot be changed, as a sentence. */
export function refusalText(refusal: Refusal, names: Names, texts: PageTexts): string {
  switch (refusal.kind) {
    case 'unread':
      return texts.t('What is held here has not been read yet.');
    case 'failed':
      return texts.t('What is held here could not be read. {0}', refusal.message);
    case 'inherited': {
      const groups = refusal.groups.filter(Boolean).join('; ');
      return groups === ''
        ? texts.t('A group gives it. Take the user out of the group, or the role from it, in the Falcon console.')
        : texts.t('It is inherited through {0}. Take the user out of the group, or the role from it, in the Falcon console.', groups);
    }
    case 'ownedElsewhere':
      return texts.t('It is a custom role of {0} and can be granted only there.', names.cid(refusal.owner));
    case 'atHomeElsewhere':
      return texts.t('It is a custom role of {0} and goes only to users whose home is that CID.', names.cid(refusal.owner));
    case 'notGrantable':
      return texts.t('The server does not list it among the roles that may be granted to this user here.');
  }
}

export interface CellMark {
  readonly pending: Pending | undefined;
  readonly findings: readonly MatrixFinding[];
}

/** Why a mark was not carried out. */
export const failureWords = (failure: string, texts: PageTexts): string => (failure === '' ? texts.t('Not carried out.') : failure);

/** Everything that a cell says, each thing by itself. */
export function cellWords(model: MatrixModel, { row }: Spot, state: CellState, mark: CellMark, names: Names, texts: PageTexts): string[] {
  const { pending, findings } = mark;
  const { reading, direct, inherited, refusal } = state;
  const ways = direct ? [direct, ...inherited] : inherited;
  const unknown = reading === 'unread' ? texts.t('not read yet') : texts.t('could not be read: {0}', model.row(row).failure ?? '');
  const nothingHeld = refusal ? `${texts.t('may not be granted')}: ${refusalText(refusal, names, texts)}` : texts.t('not held');
  const held = reading !== 'read' ? [unknown] : ways.length === 0 ? [nothingHeld] : ways.map((way) => wayText(way, texts));
  const becomes = becomesText(state, pending, texts);
  return [
    ...held,
    ...(becomes === undefined ? [] : [becomes]),
    ...(pending?.failure === undefined ? [] : [failureWords(pending.failure, texts)]),
    ...findings.map(({ sentence }) => sentence),
  ];
}

/** `Falcon Analyst, Acme Retail: inherited through SOC L2 > Retail CIDs` */
export function cellLabel(model: MatrixModel, spot: Spot, kind: RowKind, words: readonly string[]): string {
  return `${model.roleAt(spot.role).name}, ${placeText(model, spot.row, kind)}: ${words.join('; ')}`;
}

/** `grant Falcon Administrator to Ada Lovelace in Acme Retail` */
export function pendingText(pending: Pending, isHeld: boolean, names: Names, texts: PageTexts): string {
  const [role, user, cid] = [names.role(pending.role), names.user(pending.user), names.cid(pending.cid)];
  if (pending.kind === 'revoke') return texts.t('Revoke {0} from {1} in {2}', role, user, cid);
  return isHeld ? texts.t('Change the end of {0} for {1} in {2}', role, user, cid) : texts.t('Grant {0} to {1} in {2}', role, user, cid);
}

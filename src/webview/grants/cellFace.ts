/** How a cell looks: letters and signs, so that it is not the colour alone that tells. */
import type { CellState } from '../../core/matrix/cellState.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { CellMark } from './words.ts';

export interface CellFace {
  readonly signs: string;
  readonly classes: string;
  /** What it says to readers of the screen, and on hovering. */
  readonly label: string;
}

export interface Sign {
  readonly sign: string;
  readonly classes: string;
}

const signs = {
  direct: { sign: 'D', classes: 'is-direct' },
  temporary: { sign: 'T', classes: 'is-temporary' },
  inherited: { sign: 'I', classes: 'is-inherited' },
  granted: { sign: '+', classes: 'will-grant' },
  revoked: { sign: '−', classes: 'will-revoke' },
  newEnd: { sign: '⟳', classes: 'new-end' },
  barred: { sign: '·', classes: 'is-barred' },
  unread: { sign: '…', classes: 'is-unread' },
  failed: { sign: '!', classes: 'is-failed' },
} as const satisfies Readonly<Record<string, Sign>>;

export const legend = (texts: PageTexts): readonly (Sign & { readonly meaning: string })[] => [
  { ...signs.direct, meaning: texts.t('direct') },
  { ...signs.inherited, meaning: texts.t('inherited') },
  { ...signs.temporary, meaning: texts.t('temporary') },
  { ...signs.granted, meaning: texts.t('will be granted') },
  { ...signs.revoked, meaning: texts.t('will be revoked') },
  { ...signs.newEnd, meaning: texts.t('gets a new end') },
  { ...signs.barred, meaning: texts.t('may not be granted') },
  { ...signs.unread, meaning: texts.t('not read yet') },
  { ...signs.failed, meaning: texts.t('failed') },
];

/** The signs of a cell, from what is held to what is to become of it. */
export function signsOf(state: CellState, { pending, findings }: CellMark, showsInherited: boolean): readonly Sign[] {
  const { reading, direct, inherited, becomes, refusal } = state;
  const endsWithGroup = !direct && inherited.every(({ expiresAt }) => expiresAt !== undefined);
  return [
    ...(reading === 'unread' ? [signs.unread] : []),
    ...(direct ? [direct.expiresAt === undefined ? signs.direct : signs.temporary] : []),
    ...(showsInherited && inherited.length > 0 ? [signs.inherited, ...(endsWithGroup ? [signs.temporary] : [])] : []),
    ...(becomes ? [signs[becomes]] : []),
    ...(refusal && !becomes ? [signs.barred] : []),
    ...(reading === 'failed' || pending?.failure !== undefined || findings.some(({ severity }) => severity === 'refuse') ? [signs.failed] : []),
  ];
}

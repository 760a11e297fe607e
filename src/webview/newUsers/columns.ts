/** The columns of the table of new users. */
import { newUserFields } from '../../core/newUsers/rows.ts';
import type { NewUserField } from '../../core/newUsers/rows.ts';
import type { PageTexts } from '../kit/startData.ts';

export type Column = 'tick' | 'line' | 'verdict' | NewUserField;

export const columns: readonly Column[] = ['tick', 'line', 'verdict', ...newUserFields];

export const isField = (column: Column): column is NewUserField => (newUserFields as readonly Column[]).includes(column);

export function columnTitle(column: Column, texts: PageTexts): string {
  switch (column) {
    case 'tick':
      return texts.t('Create');
    case 'line':
      return texts.t('Line');
    case 'verdict':
      return texts.t('Verdict');
    case 'email':
      return texts.t('E-mail');
    case 'first':
      return texts.t('First Name');
    case 'last':
      return texts.t('Last Name');
    case 'cid':
      return texts.t('CID');
    case 'roles':
      return texts.t('Roles');
    case 'until':
      return texts.t('Until');
  }
}

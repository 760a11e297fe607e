/** Rows as they are sent to the page, and as the page gives them back after a restart. */
import { asUserUuid } from '../../core/ids.ts';
import { freshRow, lockedFields, rowStatuses } from '../../core/newUsers/rowState.ts';
import type { RowState } from '../../core/newUsers/rowState.ts';
import { newUserFields, rowOf } from '../../core/newUsers/rows.ts';
import type { CellProblem, Cells } from '../../core/newUsers/rows.ts';
import type { TableRow } from '../../core/newUsers/table.ts';
import type { KeptRow, Said, SentRow } from '../../protocol/newUsers.ts';

const saidAs = (kind: Said['kind'], problems: readonly CellProblem[]): readonly Said[] => problems.map(({ field, sentence }) => ({ kind, field, sentence }));

function saidAbout({ state: { end }, verdict, status }: TableRow): readonly Said[] {
  if (status === 'done') return [];
  const trace = end?.traceId ? ` (trace ${end.traceId})` : '';
  const failure: readonly Said[] = end?.message ? [{ kind: 'failure', sentence: `${end.message}${trace}` }] : [];
  return [...failure, ...saidAs('problem', verdict.problems), ...saidAs('note', verdict.notes)];
}

export function sentRow(row: TableRow): SentRow {
  const { place, state, status } = row;
  const cells = newUserFields.map((field) => state.row.cells[field]);
  const locked = lockedFields(state).map((field) => newUserFields.indexOf(field));
  return [place, state.row.line, rowStatuses.indexOf(status), state.ticked ? 1 : 0, cells, saidAbout(row), locked, state.made?.uuid ?? ''];
}

export function keptRow({ line, ticked, cells: texts, made, done }: KeptRow): RowState {
  const cells = Object.fromEntries(newUserFields.map((field, at) => [field, texts[at] ?? ''])) as unknown as Cells;
  const state = { ...freshRow(rowOf(line, cells)), ticked };
  if (!made) return done ? { ...state, end: { state: 'done' } } : state;
  const user = { uuid: asUserUuid(made), uid: cells.email.trim().toLowerCase(), first_name: cells.first, last_name: cells.last };
  const end = done ? ({ state: 'done' } as const) : ({ state: 'failed', message: 'The user was made; the roles were not granted.' } as const);
  return { ...state, made: user, end };
}

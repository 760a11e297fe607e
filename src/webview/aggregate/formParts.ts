/** What the parts of the form of queries share. */
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import type { QueryProblem } from '../../core/aggregates/problems.ts';
import type { JsonPath } from '../../core/aggregates/jsonPath.ts';
import { onOneLine } from '../../core/shownText.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { Fold } from './looks.ts';
import { samePath } from './paths.ts';
import type { TypedKind } from './typed.ts';

/** The list of known fields, where it is open. */
export interface ComboState {
  /** The field that it belongs to. */
  readonly id: string;
  /** Among those offered; -1: none. */
  readonly active: number;
  /** Only what contains the typed text is offered; before anything is typed, all. */
  readonly narrows: boolean;
}

export interface FormParts {
  readonly texts: PageTexts;
  readonly isReadOnly: boolean;
  readonly problems: readonly QueryProblem[];
  readonly combo: ComboState | undefined;
  /** What a field shows: what is typed, else what the document says. */
  readonly textAt: (path: JsonPath) => string;
  /** Whether what is typed is no value of its kind. */
  readonly isUnreadable: (path: JsonPath) => boolean;
  /** Why the last thing asked for at a place was refused. */
  readonly refusalAt: (path: JsonPath) => string | undefined;
  readonly isUnfolded: (fold: Fold, path: JsonPath) => boolean;
  readonly onUnfold: (fold: Fold, path: JsonPath, isOpen: boolean) => void;
  readonly onType: (path: JsonPath, kind: TypedKind, text: string) => void;
  /** Sets a value; undefined removes it. */
  readonly onSet: (path: JsonPath, value: unknown) => void;
  /** @param focus the id of what the person goes on with */
  readonly onEdit: (edits: readonly QueryEdit[], focus?: string) => void;
  readonly onRefuse: (path: JsonPath, reason: string) => void;
  readonly onCombo: (state: ComboState | undefined) => void;
  readonly onOpenText: () => void;
}

/** What is said at a field: mistakes, and what is only good to know. */
interface Said {
  readonly error: string | undefined;
  readonly note: string | undefined;
}

const joined = (sentences: readonly string[]): string | undefined => (sentences.length === 0 ? undefined : onOneLine(sentences.join(' ')));

function saidOf(problems: readonly QueryProblem[]): Said {
  const [errors, notes] = [problems.filter(({ severity }) => severity === 'error'), problems.filter(({ severity }) => severity !== 'error')];
  return { error: joined(errors.map(({ message }) => message)), note: joined(notes.map(({ message }) => message)) };
}

/**
 * What is said at a path: that it is unreadable or was refused comes before what the document's check says.
 * @param isOwn the paths of the problems that belong there
 */
export function saidAt(parts: FormParts, path: JsonPath, isOwn: (problem: JsonPath) => boolean = (problem) => samePath(problem, path)): Said {
  const { texts, problems, isUnreadable, refusalAt } = parts;
  if (isUnreadable(path)) return { error: texts.t('This is no number, so it is not in the file yet.'), note: undefined };
  const said = saidOf(problems.filter((problem) => isOwn(problem.path)));
  const refusal = refusalAt(path);
  return refusal === undefined ? said : { ...said, error: refusal };
}

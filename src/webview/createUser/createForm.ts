/** What is typed into the form of a new user, and what is wrong with it. The password is not among it. */
import type { Names } from '../../core/changes/change.ts';
import { endProblem } from '../../core/changes/temporary.ts';
import type { RoleId } from '../../core/ids.ts';
import { emailProblem, nameProblem, namesProblem } from '../../core/userFields.ts';
import type { CreateState, FirstRole, FormField } from '../../protocol/createUser.ts';
import { formFields } from '../../protocol/createUser.ts';
import type { PageTexts } from '../kit/startData.ts';

export interface TypedFields {
  readonly email: string;
  readonly names: Names;
}

export const emptyFields: TypedFields = { email: '', names: { first: '', last: '' } };

export const isFormField = (name: string | undefined): name is FormField => formFields.some((field) => field === name);

export class CreateForm {
  readonly #texts: PageTexts;
  typed: TypedFields = emptyFields;
  /** Fields that the person has been in; until then nothing is said about what is missing in them. */
  readonly #touched = new Set<FormField>();
  /** What the server said, until the field is changed. */
  readonly #refused = new Map<FormField, string>();
  /** Roles whose moment is being typed. */
  readonly #incomplete = new Set<RoleId>();

  constructor(texts: PageTexts) {
    this.#texts = texts;
  }

  type(change: Partial<TypedFields>, field: FormField): void {
    this.typed = { ...this.typed, ...change };
    this.#touched.add(field);
    this.#refused.delete(field);
  }

  clear(): void {
    this.typed = emptyFields;
    this.#touched.clear();
    this.#refused.clear();
  }

  touchAll(): void {
    for (const field of formFields) this.#touched.add(field);
  }

  refuse(field: FormField, message: string): void {
    this.#refused.set(field, message);
  }

  accept(field: FormField): void {
    this.#refused.delete(field);
  }

  setIncomplete(id: RoleId, isIncomplete: boolean): void {
    if (isIncomplete) this.#incomplete.add(id);
    else this.#incomplete.delete(id);
  }

  /** What is wrong with the end of a role. */
  endProblem({ id, end }: FirstRole, now: number): string | undefined {
    if (end === undefined || !('at' in end)) return undefined;
    return this.#incomplete.has(id) ? this.#texts.t('Give a date and a time.') : endProblem(end.at, now);
  }

  /** What to show at a field. */
  error(field: FormField, state: CreateState): string | undefined {
    return this.#refused.get(field) ?? (this.#touched.has(field) ? this.#problem(field, state) : undefined);
  }

  /** The first field that is wrong. */
  firstWrong(state: CreateState, now: number): FormField | undefined {
    const isWrong = (field: FormField): boolean => this.#problem(field, state) !== undefined;
    return formFields.find(isWrong) ?? (state.roles.some((role) => this.endProblem(role, now) !== undefined) ? 'roles' : undefined);
  }

  #problem(field: FormField, state: CreateState): string | undefined {
    const { email, names } = this.typed;
    switch (field) {
      case 'email':
        return emailProblem(email);
      case 'first':
        return nameProblem(names.first) ?? namesProblem(names);
      case 'last':
        return nameProblem(names.last);
      case 'cid':
        return state.hasChoice && !state.cid ? this.#texts.t('Choose the CID that the user belongs to.') : undefined;
      case 'password':
      case 'roles':
        return undefined;
    }
  }
}

/** What commands may ask a person. Dismissing a prompt is a normal outcome and answers undefined. */

/** The answer to a step of several when the person wants the one before. */
export const back = Symbol('back');
export type Back = typeof back;

export interface Step {
  /** Counts from 1; the back button shows from 2 on. */
  readonly current: number;
  readonly total: number;
  /** There is a way back from the first step as well: to a question before the steps. */
  readonly hasBefore?: boolean;
}

interface Request {
  readonly title: string;
  readonly placeholder?: string;
}

export interface InputRequest extends Request {
  /** One line under the box. */
  readonly prompt?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** What was wrong with `value`, shown until it changes. */
  readonly problem?: string;
  readonly step?: Step;
  /** Called as the person types; the answer is what is wrong, or undefined. */
  readonly validate?: (value: string) => string | undefined;
  /**
   * Called on Enter, while the box is busy. What it answers is shown as a problem and the box stays open with all
   * that was typed; undefined accepts the value. Aborted when the box is left or the value changes.
   */
  readonly check?: (value: string, signal: AbortSignal) => Promise<string | undefined>;
}

export interface PickItem<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A codicon's name without `$( )`. */
  readonly icon?: string;
  /** Starts a group of this name above the item. */
  readonly group?: string;
  readonly picked?: boolean;
  readonly value: T;
}

export interface PickRequest<T> extends Request {
  /** The list stays while the person looks at something else in the editor, such as a preview. */
  readonly stays?: boolean;
  /** What was wrong with the last choice, shown above the list. */
  readonly problem?: string;
  /** A function is called at once, while the list is busy, and aborted when the list is left. */
  readonly items: readonly PickItem<T>[] | ((signal: AbortSignal) => Promise<readonly PickItem<T>[]>);
  readonly step?: Step;
}

export interface PickManyRequest<T> extends Request {
  readonly items: readonly PickItem<T>[];
}

export interface SearchRequest<T> extends Request {
  readonly value?: string;
  /** Shown as the only row when nothing is found. */
  readonly nothingFound: string;
  /** Asks the server. Aborted as soon as the text changes; called with `''` at the start. */
  search(text: string, signal: AbortSignal): Promise<readonly PickItem<T>[]>;
}

export interface ConfirmRequest {
  /** Names the objects and the tenant. */
  readonly message: string;
  readonly detail?: string;
  /** A verb. */
  readonly action: string;
}

/** A modal question with more than one way to go on; dismissing it is always one of them. */
export interface DecisionRequest<T> {
  /** Names the objects and the tenant. */
  readonly message: string;
  readonly detail?: string;
  /** Verbs; the first is the default. */
  readonly actions: readonly { readonly label: string; readonly value: T }[];
  /** Something has gone wrong, rather than that a decision is due. */
  readonly isError?: boolean;
}

export interface Notice {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
  readonly actions?: readonly string[];
}

export interface Prompts {
  input(request: InputRequest & { readonly step?: undefined }): Promise<string | undefined>;
  input(request: InputRequest): Promise<string | Back | undefined>;
  pick<T>(request: PickRequest<T> & { readonly step?: undefined }): Promise<T | undefined>;
  pick<T>(request: PickRequest<T>): Promise<T | Back | undefined>;
  /** A list that the server filters while the person types. */
  search<T>(request: SearchRequest<T>): Promise<T | undefined>;
  /** Modal: only where an answer is needed before going on. */
  confirm(request: ConfirmRequest): Promise<boolean>;
  /** Modal. @returns the value of the action that was chosen */
  decide<T>(request: DecisionRequest<T>): Promise<T | undefined>;
  /** A list of which several can be chosen, `picked` ones to begin with. @returns undefined when it was dismissed */
  pickMany<T>(request: PickManyRequest<T>): Promise<readonly T[] | undefined>;
  /** A message in the corner. @returns the action that was chosen. */
  notify(notice: Notice): Promise<string | undefined>;
}

/**
 * A person at the editor, for tests inside the extension host. Quick inputs are the editor's own: the person types into
 * them and presses Enter. Modal dialogs are not shown while tests run, so these are answered in their stead.
 */
import * as vscode from 'vscode';

type Box = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

const stepMs = 25;
const limitMs = 20_000;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, stepMs));

/** Waits until something can be had. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await pause();
  }
}

export class Person {
  /** Everything that was put in front of the person: titles of boxes, texts of messages. */
  readonly shown: string[] = [];
  readonly #restore: (() => void)[] = [];
  #confirming: string[] = [];
  #box: Box | undefined;

  constructor() {
    const { window } = vscode;
    this.#wrap('createInputBox', () => this.#watch(this.#original('createInputBox')()));
    this.#wrap('createQuickPick', () => this.#watch(this.#original('createQuickPick')()));
    for (const name of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const) {
      const answer = async (message: string): Promise<string | undefined> => {
        this.shown.push(message);
        return this.#confirming.shift();
      };
      const original = window[name];
      Object.assign(window, { [name]: answer });
      this.#restore.push(() => Object.assign(window, { [name]: original }));
    }
  }

  /** Answers the next dialogs with these buttons, and none after them. */
  willPress(...buttons: readonly string[]): void {
    this.#confirming = [...buttons];
  }

  /** Types into the open box and presses Enter; waits for the box to go, or to say what is wrong. */
  async answers(text: string): Promise<string | undefined> {
    const box = await until('an input box', () => this.#box);
    box.value = text;
    return this.#enter(box);
  }

  /** Chooses the row of the open list whose label starts with the text. */
  async chooses(label: string): Promise<void> {
    const box = await until(`a list with ${label}`, () => {
      const open = this.#box;
      return open && 'items' in open && open.items.some((item) => item.label.startsWith(label)) ? open : undefined;
    });
    box.activeItems = box.items.filter((item) => item.label.startsWith(label)).slice(0, 1);
    await this.#enter(box);
  }

  /** Types a search and takes the first row that it finds. */
  async searches(text: string, label: string): Promise<void> {
    const box = await until('a search', () => this.#box);
    box.value = text;
    await this.chooses(label);
  }

  leaves(): void {
    for (const restore of this.#restore) restore();
  }

  async #enter(box: Box): Promise<string | undefined> {
    // The editor is told of what was set in a turn of its own, and Enter must not overtake it.
    await pause();
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return until('the box to answer', () => {
      if (this.#box !== box) return '';
      if (!box.busy && 'validationMessage' in box && box.validationMessage) {
        const { validationMessage } = box;
        return typeof validationMessage === 'string' ? validationMessage : validationMessage.message;
      }
      return undefined;
    });
  }

  #watch<T extends Box>(box: T): T {
    this.#box = box;
    box.onDidHide(() => {
      if (this.#box === box) this.#box = undefined;
    });
    const show = box.show.bind(box);
    box.show = () => {
      this.shown.push(box.title ?? '');
      show();
    };
    return box;
  }

  #original<K extends 'createInputBox' | 'createQuickPick'>(name: K): (typeof vscode.window)[K] {
    return originals[name] as (typeof vscode.window)[K];
  }

  #wrap(name: 'createInputBox' | 'createQuickPick', make: () => Box): void {
    Object.assign(vscode.window, { [name]: make });
    this.#restore.push(() => Object.assign(vscode.window, { [name]: originals[name] }));
  }
}

const originals = { createInputBox: vscode.window.createInputBox, createQuickPick: vscode.window.createQuickPick };

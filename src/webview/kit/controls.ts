/**
 * The form controls of all pages. The only file that knows where they come from: pages get plain elements with a
 * label, a value and the usual events.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDivider,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Makes the elements known to the page; call once, before the first of them is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDivider(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextArea(),
    vsCodeTextField(),
  );
}

export interface ControlElement extends HTMLElement {
  disabled: boolean;
}

export interface ValueElement extends ControlElement {
  value: string;
}

export interface CheckboxElement extends ControlElement {
  checked: boolean;
}

interface Labelled {
  readonly id: string;
  readonly label: string;
}

/** An element with its label, its id and, for what assistive technology reads, the label once more. */
function labelled<E extends HTMLElement>(tag: string, { id, label }: Labelled): E {
  const element = document.createElement(tag) as E;
  element.id = id;
  element.setAttribute('aria-label', label);
  return element;
}

export interface FieldOptions extends Labelled {
  readonly value?: string;
  readonly placeholder?: string;
  /** Several lines. */
  readonly lines?: number;
}

/** A text field; its label shows above it. */
export function field({ value = '', placeholder, lines, ...names }: FieldOptions): ValueElement {
  const element = labelled<ValueElement>(lines === undefined ? 'vscode-text-field' : 'vscode-text-area', names);
  element.textContent = names.label;
  element.setAttribute('value', value);
  if (placeholder !== undefined) element.setAttribute('placeholder', placeholder);
  if (lines !== undefined) element.setAttribute('rows', String(lines));
  return element;
}

export interface SelectOptions extends Labelled {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value?: string;
}

/** A list to choose one from. The toolkit links no label to it, so it carries its own name; show a text beside it. */
export function select({ options, value, ...names }: SelectOptions): ValueElement {
  const element = labelled<ValueElement>('vscode-dropdown', names);
  for (const option of options) {
    const choice = document.createElement('vscode-option');
    choice.setAttribute('value', option.value);
    choice.textContent = option.label;
    if (option.value === value) choice.setAttribute('selected', '');
    element.append(choice);
  }
  return element;
}

export function checkbox({ checked = false, ...names }: Labelled & { readonly checked?: boolean }): CheckboxElement {
  const element = labelled<CheckboxElement>('vscode-checkbox', names);
  element.textContent = names.label;
  if (checked) element.setAttribute('checked', '');
  return element;
}

export interface ButtonOptions extends Labelled {
  readonly secondary?: boolean;
  readonly onPress: () => void;
}

export function button({ secondary = false, onPress, ...names }: ButtonOptions): ControlElement {
  const element = labelled<ControlElement>('vscode-button', names);
  element.textContent = names.label;
  element.setAttribute('appearance', secondary ? 'secondary' : 'primary');
  element.addEventListener('click', onPress);
  return element;
}

/** Turns while something loads; `label` says what. The toolkit's own ring calls itself an alert, so it is hidden from readers. */
export function progressRing(names: Labelled): HTMLElement {
  const element = labelled<HTMLElement>('div', names);
  element.setAttribute('role', 'progressbar');
  const ring = document.createElement('vscode-progress-ring');
  ring.setAttribute('aria-hidden', 'true');
  element.append(ring);
  return element;
}

export const divider = (): HTMLElement => document.createElement('vscode-divider');

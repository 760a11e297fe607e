/**
 * Buttons and the like as lit templates. The only file that knows where they come from. Fields are in `fields.ts`: the
 * toolkit's hide their input in a shadow tree, which labels and descriptions from outside do not reach.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeProgressRing } from '@vscode/webview-ui-toolkit';
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

/** Makes the elements known to the page; call once, before the first of them is rendered. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeProgressRing());
}

interface Labelled {
  /** Unique in the page; tests and focus go by it. */
  readonly id: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface ButtonParts extends Labelled {
  /** The one action that a form is for. */
  readonly primary?: boolean;
  /** What is read out where the label alone leaves open what it is about: “Remove Falcon Administrator”. */
  readonly spoken?: string;
  readonly onPress: () => void;
}

export function button({ id, label, disabled = false, primary = false, spoken = label, onPress }: ButtonParts): TemplateResult {
  // The element fires clicks of its own even while it is disabled.
  return html`<vscode-button
    id=${id}
    appearance=${primary ? 'primary' : 'secondary'}
    aria-label=${spoken}
    ?disabled=${disabled}
    @click=${() => disabled || onPress()}
    >${label}</vscode-button
  >`;
}

export interface CheckboxParts extends Labelled {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

interface CheckboxElement extends HTMLElement {
  readonly checked: boolean;
}

export function checkbox({ id, label, disabled = false, checked, onChange }: CheckboxParts): TemplateResult {
  return html`<vscode-checkbox
    id=${id}
    aria-label=${label}
    .checked=${live(checked)}
    ?disabled=${disabled}
    @change=${(event: Event) => onChange((event.target as CheckboxElement).checked)}
    >${label}</vscode-checkbox
  >`;
}

/** Turns while something loads; `label` says what. The toolkit's own ring calls itself an alert, so it is hidden from readers. */
export const progressRing = ({ id, label }: Pick<Labelled, 'id' | 'label'>): TemplateResult =>
  html`<div id=${id} role="progressbar" aria-label=${label}><vscode-progress-ring aria-hidden="true"></vscode-progress-ring></div>`;

/**
 * The password of a new user, hidden until it is asked for. It lives in its input alone: it is read from there when it
 * is sent, and nothing here keeps it.
 */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { passwordRules } from '../../core/userFields.ts';
import type { PageTexts } from '../kit/startData.ts';

const inputId = 'password';

const input = (): HTMLInputElement | undefined => {
  const element = document.getElementById(inputId);
  return element instanceof HTMLInputElement ? element : undefined;
};

export const typedPassword = (): string => input()?.value ?? '';

export function clearPassword(): void {
  const element = input();
  if (element) element.value = '';
}

/** Whether there is nothing to object to: no password, or one that meets the rules. */
export function isPasswordFit(): boolean {
  const password = typedPassword();
  return password === '' || passwordRules.every(({ isMet }) => isMet(password));
}

export interface PasswordParts {
  readonly texts: PageTexts;
  readonly disabled: boolean;
  /** There was one, and the page was loaded anew since. */
  readonly wasLost: boolean;
  readonly error: string | undefined;
  /** From the start; the person opens and closes it afterwards. */
  readonly isOpen: boolean;
  readonly onInput: () => void;
}

function ruleList({ texts }: PasswordParts): TemplateResult {
  const password = typedPassword();
  const rows = passwordRules.map(({ sentence, isMet }) => {
    const met = isMet(password);
    return html`<li class=${met ? 'met' : 'unmet'}>${sentence} <span class="heard-only">${met ? texts.t('(met)') : texts.t('(not met)')}</span></li>`;
  });
  return html`<ul id="password-rules" class="plain-list rules">${rows}</ul>`;
}

export function passwordPart(parts: PasswordParts): TemplateResult {
  const { texts, disabled, wasLost, error, isOpen, onInput } = parts;
  return html`<details id="password-part" ?open=${isOpen}>
    <summary>${texts.t('Set a password (not recommended)')}</summary>
    <div class="content">
      <p id="password-reason" class="hint">
        ${texts.t('Without one the server mails the user a link to choose a password, so nobody else knows it. With single sign-on a password is ignored.')}
      </p>
      ${wasLost
        ? html`<p class="failure" id="password-lost">${texts.t('The password you had typed was not kept. Type it again, or leave it out.')}</p>`
        : nothing}
      <div class="field">
        <label for=${inputId}>${texts.t('Password')}</label>
        <input
          id=${inputId}
          type="password"
          autocomplete="new-password"
          ?disabled=${disabled}
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby=${error ? 'password-error password-rules' : 'password-rules'}
          @input=${onInput}
        />
        ${error ? html`<p class="field-error" id="password-error">${error}</p>` : nothing}
        ${ruleList(parts)}
      </div>
    </div>
  </details>`;
}

/** Shows one of each control, for the tests of the kit. */
import { html, render } from 'lit-html';
import { button, checkbox, progressRing, registerControls } from '../../../src/webview/kit/controls.ts';
import { choiceField, textArea, textField } from '../../../src/webview/kit/fields.ts';

registerControls();

const main = document.querySelector('main');
const shown = { first: 'Ada', notes: '', cid: 'b', inherited: true, presses: 0 };

/** Every change is rendered anew, as pages do it. */
function show(change: Partial<typeof shown> = {}): void {
  Object.assign(shown, change);
  const cids = [
    { value: 'a', label: 'Acme Global' },
    { value: 'b', label: 'Acme Retail' },
  ];
  const error = shown.first ? undefined : 'A name is missing.';
  const page = html`<h1>Controls</h1>
    ${textField({ id: 'first', label: 'First name', value: shown.first, error, onInput: (first) => show({ first }) })}
    ${textArea({ id: 'notes', label: 'Notes', lines: 3, placeholder: 'What is to be known', value: shown.notes, onInput: (notes) => show({ notes }) })}
    ${choiceField({ id: 'cid', label: 'CID', hint: 'Where it is done', options: cids, value: shown.cid, onChoose: (cid) => show({ cid }) })}
    ${checkbox({ id: 'inherited', label: 'Show inherited', checked: shown.inherited, onChange: (inherited) => show({ inherited }) })}
    ${button({ id: 'save', label: 'Review and save', primary: true, onPress: () => show({ presses: shown.presses + 1 }) })}
    ${button({ id: 'discard', label: 'Discard', onPress: () => show({ presses: 0 }) })}
    ${button({ id: 'never', label: 'Never', disabled: true, onPress: () => show({ presses: 99 }) })}
    ${progressRing({ id: 'busy', label: 'Loading' })}
    <output aria-label="Presses">${shown.presses}</output>`;
  if (main) render(page, main);
}

show();

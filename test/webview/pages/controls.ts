/** Shows one of each control, for the tests of the kit. */
import { button, checkbox, divider, field, progressRing, registerControls, select } from '../../../src/webview/kit/controls.ts';

registerControls();

const presses = document.createElement('output');
presses.setAttribute('aria-label', 'Presses');
presses.textContent = '0';

const heading = document.createElement('h1');
heading.textContent = 'Controls';

document.querySelector('main')?.append(
  heading,
  field({ id: 'first', label: 'First name', value: 'Ada' }),
  field({ id: 'notes', label: 'Notes', lines: 3, placeholder: 'What is to be known' }),
  select({
    id: 'cid',
    label: 'CID',
    options: [
      { value: 'a', label: 'Acme Global' },
      { value: 'b', label: 'Acme Retail' },
    ],
    value: 'b',
  }),
  checkbox({ id: 'inherited', label: 'Show inherited', checked: true }),
  divider(),
  button({ id: 'save', label: 'Review and save', onPress: () => (presses.textContent = String(Number(presses.textContent) + 1)) }),
  button({ id: 'discard', label: 'Discard', secondary: true, onPress: () => (presses.textContent = '0') }),
  progressRing({ id: 'busy', label: 'Loading' }),
  presses,
);

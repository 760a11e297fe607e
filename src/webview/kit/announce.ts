/** Tells people who do not see the page what has happened on it. */

export interface Announcer {
  /** Said when there is a pause; `urgent` things at once. The same sentence twice is said twice. */
  say(text: string, options?: { readonly urgent?: boolean }): void;
}

function region(role: 'status' | 'alert'): HTMLElement {
  const element = document.createElement('div');
  element.className = 'heard-only';
  element.setAttribute('role', role);
  document.body.append(element);
  return element;
}

/** Make one when the page starts: regions that are there before they are filled are read out. */
export function makeAnnouncer(): Announcer {
  const [status, alert] = [region('status'), region('alert')];
  return {
    say: (text, { urgent = false } = {}) => {
      const line = document.createElement('div');
      line.textContent = text;
      (urgent ? alert : status).replaceChildren(line);
    },
  };
}

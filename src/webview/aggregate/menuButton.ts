/** A button with a menu, which the browser opens above all else and closes on Escape or a click beside it. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly onChoose: () => void;
}

export interface MenuGroup {
  /** Said of the group; without it the items stand alone. */
  readonly label?: string | undefined;
  readonly items: readonly MenuItem[];
}

export interface MenuParts {
  /** Unique in the page; the style sheet anchors the menu by it. */
  readonly id: string;
  readonly label: string;
  /** What is read out where the label alone does not say it. */
  readonly spoken?: string;
  readonly disabled?: boolean;
  readonly groups: readonly MenuGroup[];
}

const itemsOf = (menu: HTMLElement): readonly HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];

function onMenuKey(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLElement;
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  if (event.key === 'Tab') return menu.hidePopover();
  const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key];
  const byLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey ? event.key.toLowerCase() : undefined;
  const following = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  const target = to === undefined ? following.find((item) => byLetter !== undefined && item.textContent.trim().toLowerCase().startsWith(byLetter)) : items[to];
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function onToggle(event: Event): void {
  const menu = event.currentTarget as HTMLElement;
  const isOpen = (event as ToggleEvent).newState === 'open';
  document.getElementById(menu.id.replace(/-menu$/, ''))?.setAttribute('aria-expanded', String(isOpen));
  // Told some time after it opened: a key that came meanwhile may have moved on already.
  if (isOpen && !menu.contains(document.activeElement)) itemsOf(menu)[0]?.focus();
}

export function menuButton({ id, label, spoken = label, disabled = false, groups }: MenuParts): TemplateResult {
  const menuId = `${id}-menu`;
  const open = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const menu = document.getElementById(menuId);
    if (!menu || menu.matches(':popover-open')) return;
    menu.showPopover();
    itemsOf(menu)[0]?.focus();
  };
  const choose = ({ onChoose }: MenuItem): void => {
    document.getElementById(menuId)?.hidePopover();
    onChoose();
  };
  return html`<button
      type="button"
      class="menu-button"
      id=${id}
      aria-label=${spoken}
      aria-haspopup="menu"
      aria-expanded="false"
      popovertarget=${menuId}
      ?disabled=${disabled}
      @keydown=${open}
    >
      ${label} <span aria-hidden="true">▾</span>
    </button>
    <div popover class="menu" id=${menuId} role="menu" aria-label=${spoken} @keydown=${onMenuKey} @toggle=${onToggle}>
      ${groups.map(
        (group) => html`<div role=${group.label === undefined ? 'presentation' : 'group'} aria-label=${group.label ?? nothing}>
          ${group.label === undefined ? nothing : html`<span class="menu-title" aria-hidden="true">${group.label}</span>`}
          ${group.items.map(
            (item) => html`<button type="button" role="menuitem" tabindex="-1" id=${item.id} @click=${() => choose(item)}>${item.label}</button>`,
          )}
        </div>`,
      )}
    </div>`;
}

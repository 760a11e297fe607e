/**
 * Moves the focus to an element. The toolkit tells the button inside a control that it is enabled again only with the
 * next frame, and until then it takes no focus: it is asked once more.
 */
export function moveFocus(id: string): void {
  const element = document.getElementById(id);
  element?.focus();
  if (element && document.activeElement !== element) requestAnimationFrame(() => element.focus());
}

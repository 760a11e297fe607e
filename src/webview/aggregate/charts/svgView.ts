/** A drawing as elements; colours come from the style sheet, and so follow the theme. */
import { isPale, paintClass } from './drawing.ts';
import type { Drawing, Mark } from './drawing.ts';
import { markAttributes } from './svgText.ts';

const namespace = 'http://www.w3.org/2000/svg';

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  return element;
}

function markElement(mark: Mark, drawing: Drawing, fontSize: number): SVGElement {
  const [name, attributes] = markAttributes(mark, fontSize);
  const element = svgElement(name, attributes);
  element.classList.add(paintClass(mark.paint));
  if (mark.kind === 'path') element.classList.add('curve');
  if (isPale(mark)) element.classList.add('is-pale');
  if (mark.kind === 'text') element.textContent = mark.text;
  const spot = mark.spot === undefined ? undefined : drawing.spots[mark.spot];
  if (spot === undefined) {
    element.setAttribute('aria-hidden', 'true');
    return element;
  }
  element.classList.add('spot');
  element.setAttribute('data-spot', String(mark.spot));
  element.setAttribute('data-value', String(spot.value));
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', spot.label);
  element.setAttribute('tabindex', '-1');
  return element;
}

export function svgOf(drawing: Drawing, fontSize: number): SVGElement {
  const svg = svgElement('svg', { width: drawing.width, height: drawing.height, viewBox: `0 0 ${drawing.width} ${drawing.height}` });
  svg.append(...drawing.marks.map((mark) => markElement(mark, drawing, fontSize)));
  return svg;
}

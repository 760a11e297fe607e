/** A chart on the page: drawn anew when its place or the theme changes, gone through by arrow keys, with what it shows in words. */
import type { ChartData } from '../../../core/aggregates/chartData.ts';
import type { PageTexts } from '../../kit/startData.ts';
import type { Drawing, Sheet } from './drawing.ts';
import { layOut } from './layOut.ts';
import { looksOf, pngOf } from './picture.ts';
import { svgText } from './svgText.ts';
import { svgOf } from './svgView.ts';

export interface ChartViewParts {
  readonly texts: PageTexts;
  /** Unique in the page. */
  readonly id: string;
}

const narrowest = 220;
/** Pictures do not depend on how wide the panel happens to be. */
const pictureWidth = 960;

function measureWith(font: string, fontSize: number): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${fontSize}px ${font}`;
  return (text) => context?.measureText(text).width ?? text.length * fontSize * 0.6;
}

export class ChartView {
  readonly element = document.createElement('div');
  readonly #parts: ChartViewParts;
  readonly #place = document.createElement('div');
  readonly #summary = document.createElement('p');
  readonly #tip = document.createElement('div');
  #data: ChartData | undefined;
  #drawing: Drawing | undefined;
  #svg: SVGElement | undefined;
  #drawnWidth = 0;
  #active = 0;

  constructor(parts: ChartViewParts) {
    this.#parts = parts;
    this.element.className = 'chart';
    this.#place.className = 'chart-place';
    this.#summary.className = 'heard-only';
    this.#summary.id = `${parts.id}-summary`;
    this.#tip.className = 'chart-tip';
    this.#tip.hidden = true;
    this.#tip.setAttribute('aria-hidden', 'true');
    this.element.append(this.#place, this.#summary, this.#tip);
    new ResizeObserver(() => this.#onSize()).observe(this.element);
    // The editor puts the theme's name and variables there.
    const themes = new MutationObserver(() => this.#draw());
    themes.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
    themes.observe(document.documentElement, { attributeFilter: ['style'] });
    this.#place.addEventListener('keydown', (event) => this.#onKey(event));
    this.#place.addEventListener('focusin', (event) => this.#point(event.target));
    this.#place.addEventListener('focusout', () => this.#leave());
    this.#place.addEventListener('pointerover', (event) => this.#point(event.target));
    this.#place.addEventListener('pointerleave', () => this.#leave());
    this.#place.addEventListener('wheel', () => this.#leave(), { passive: true });
  }

  show(data: ChartData): void {
    if (this.#data === data) return;
    this.#data = data;
    this.#active = 0;
    this.#summary.textContent = data.alternative;
    this.#draw();
  }

  #sheet(width: number): Sheet & { readonly font: string } {
    const { fontFamily, fontSize } = getComputedStyle(this.element);
    const size = Number.parseFloat(fontSize);
    return { width, fontSize: size, font: fontFamily, measure: measureWith(fontFamily, size), locale: this.#parts.texts.locale };
  }

  #onSize(): void {
    const width = this.element.clientWidth;
    // While it is hidden there is nothing to draw for.
    if (width > 0 && width !== this.#drawnWidth) this.#draw();
  }

  #draw(): void {
    if (!this.#data) return;
    const hadFocus = this.#place.contains(document.activeElement);
    this.#leave();
    this.#drawnWidth = this.element.clientWidth;
    const sheet = this.#sheet(Math.max(narrowest, this.#drawnWidth));
    this.#drawing = layOut(this.#data, sheet);
    if (!this.#drawing) {
      this.#svg = undefined;
      this.#place.replaceChildren();
      return;
    }
    const { texts, id } = this.#parts;
    this.#svg = svgOf(this.#drawing, sheet.fontSize);
    this.#svg.classList.add('chart-svg');
    this.#svg.setAttribute('role', 'group');
    this.#svg.setAttribute('aria-label', texts.t('Chart: {0}. The arrow keys go from value to value.', this.#data.title));
    this.#svg.setAttribute('aria-describedby', `${id}-summary`);
    this.#place.replaceChildren(this.#svg);
    this.#active = Math.min(this.#active, Math.max(0, this.#drawing.spots.length - 1));
    this.#spot(this.#active)?.setAttribute('tabindex', '0');
    if (hadFocus) this.#spot(this.#active)?.focus();
  }

  #spot(at: number): SVGElement | undefined {
    return this.#svg?.querySelector<SVGElement>(`[data-spot="${at}"]`) ?? undefined;
  }

  #onKey(event: KeyboardEvent): void {
    const count = this.#drawing?.spots.length ?? 0;
    const last = count - 1;
    const to = new Map([
      ...(['ArrowRight', 'ArrowDown'] as const).map((key) => [key, Math.min(last, this.#active + 1)] as const),
      ...(['ArrowLeft', 'ArrowUp'] as const).map((key) => [key, Math.max(0, this.#active - 1)] as const),
      ...([['Home', 0], ['End', last], ['PageDown', Math.min(last, this.#active + 10)], ['PageUp', Math.max(0, this.#active - 10)]] as const),
    ] as readonly (readonly [string, number])[]).get(event.key);
    if (event.key === 'Escape') return this.#leave();
    if (to === undefined || count === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#spot(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = to;
    const spot = this.#spot(to);
    spot?.setAttribute('tabindex', '0');
    spot?.scrollIntoView({ block: 'nearest' });
    spot?.focus({ preventScroll: true });
  }

  /** Says what is pointed at or has the focus. */
  #point(target: EventTarget | null): void {
    const element = target instanceof Element ? target.closest('[data-spot]') : null;
    const at = Number(element?.getAttribute('data-spot') ?? -1);
    const spot = this.#drawing?.spots[at];
    if (!element || !spot) return this.#leave();
    if (element === document.activeElement && at !== this.#active) {
      this.#spot(this.#active)?.setAttribute('tabindex', '-1');
      this.#active = at;
      element.setAttribute('tabindex', '0');
    }
    this.#tip.textContent = spot.label;
    this.#tip.hidden = false;
    const { clientWidth } = this.element;
    const left = Math.max(0, Math.min(spot.x - this.#tip.offsetWidth / 2, clientWidth - this.#tip.offsetWidth));
    // The chart is scrolled where it is long, what is said of it is not.
    const y = spot.y - this.#place.scrollTop;
    const above = y - this.#tip.offsetHeight - 4;
    this.#tip.style.left = `${left}px`;
    this.#tip.style.top = `${above < 0 ? y + 24 : above}px`;
  }

  #leave(): void {
    this.#tip.hidden = true;
  }
}

export interface PictureParts {
  readonly data: ChartData;
  readonly form: 'svg' | 'png';
  readonly locale: string;
  /** Whose looks the picture has; it is on the page. */
  readonly host: HTMLElement;
}

/** The chart as a picture with its title: SVG as text, PNG as base64. @returns undefined where there is nothing to draw */
export function pictureOf({ data, form, locale, host }: PictureParts): string | undefined {
  const looks = looksOf(host);
  const { font, fontSize } = looks;
  const side = fontSize * 1.5;
  const sheet: Sheet = { width: pictureWidth - 2 * side, fontSize, measure: measureWith(font, fontSize), locale };
  const drawing = layOut(data, sheet, fontSize * 2.5);
  if (!drawing) return undefined;
  const title = { kind: 'text', paint: 'text', x: 0, y: fontSize, text: data.title, anchor: 'start', scale: 1.25 } as const;
  const whole = framed({ ...drawing, marks: [title, ...drawing.marks] }, side);
  return form === 'svg' ? svgText(whole, looks, { title: data.title, description: data.alternative }) : pngOf(whole, looks);
}

/** With some room on each side. */
function framed(drawing: Drawing, side: number): Drawing {
  return {
    ...drawing,
    width: drawing.width + 2 * side,
    height: drawing.height + 2 * side,
    marks: drawing.marks.map((mark) => {
      switch (mark.kind) {
        case 'rect':
        case 'dot':
        case 'text':
          return { ...mark, x: mark.x + side, y: mark.y + side };
        case 'line':
          return { ...mark, x1: mark.x1 + side, x2: mark.x2 + side, y1: mark.y1 + side, y2: mark.y2 + side };
        case 'path':
          return { ...mark, d: mark.d.replaceAll(/(-?[\d.]+),(-?[\d.]+)/g, (_, x: string, y: string) => `${Number(x) + side},${Number(y) + side}`) };
      }
    }),
  };
}

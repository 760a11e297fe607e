/** The answer of one query: as a chart, as a table, as it came, and what was asked for it. */
import { html, nothing, render } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { chartChoicesFor, chartOf } from '../../core/aggregates/resultChart.ts';
import type { ChartData } from '../../core/aggregates/chartData.ts';
import type { ChartChoice } from '../../core/aggregates/queryFile.ts';
import type { CidName } from '../../core/aggregates/resultLabels.ts';
import { tableOf } from '../../core/aggregates/resultTable.ts';
import type { TableSort } from '../../core/aggregates/sortTable.ts';
import { resultTabs } from '../../protocol/aggregate.ts';
import type { Answered, ResultTab, ResultsAnswer, RunLine } from '../../protocol/aggregate.ts';
import { failureText } from '../kit/connection.ts';
import type { PageTexts } from '../kit/startData.ts';
import type { ChartView, PictureParts } from './charts/chartView.ts';
import { smallButton } from './rowsField.ts';
import { tableElement, textElement } from './resultViews.ts';
import { chartText, notesOf, runText, tabText } from './resultWords.ts';

/** Charts are in a chunk of their own, loaded with the first of them. */
export interface ChartChunk {
  readonly ChartView: typeof ChartView;
  readonly pictureOf: (parts: PictureParts) => string | undefined;
}

export interface ResultPaneParts {
  readonly texts: PageTexts;
  /** Unique in the page. */
  readonly id: string;
  readonly loadCharts: () => Promise<ChartChunk>;
  readonly onTab: (tab: ResultTab) => void;
  readonly onChart: (chart: ChartChoice) => void;
}

export interface ShownResult {
  readonly name: string;
  readonly results: ResultsAnswer;
  readonly answered: Answered;
  readonly choice: ChartChoice | undefined;
  readonly tab: ResultTab;
  readonly run: RunLine;
  readonly isStale: boolean;
  /** A choice is written into the file by the query's name. */
  readonly canChoose: boolean;
}

/** More are not told apart, and slow to draw. */
const mostCategories = 200;

const cidNameOf =
  ({ cidNames = {} }: ResultsAnswer): CidName =>
  (cid) =>
    Object.hasOwn(cidNames, cid) ? cidNames[cid] : undefined;

export function chartDataOf({ answered, choice, results }: Pick<ShownResult, 'answered' | 'choice' | 'results'>): ChartData {
  return chartOf(answered.sent, answered.result, { choice: choice === 'table' ? undefined : choice, cidName: cidNameOf(results), mostCategories });
}

export class ResultPane {
  readonly element = document.createElement('div');
  readonly #parts: ResultPaneParts;
  #shown: ShownResult | undefined;
  #chart: ChartView | undefined;
  #chartFailure: string | undefined;
  #isLoading = false;
  #showsWhole = false;
  /** The order in which the table was looked at last. */
  #sort: { readonly titles: string; readonly by: TableSort | undefined } | undefined;
  /** Why there is no chart, where that is what shows. */
  #why: string | undefined;
  /** What the tab shows; made once for what it is made of. */
  #made: { readonly of: readonly unknown[]; readonly content: unknown } | undefined;

  constructor(parts: ResultPaneParts) {
    this.#parts = parts;
    this.element.className = 'result';
  }

  show(shown: ShownResult): void {
    this.#shown = shown;
    this.#render();
  }

  #render(): void {
    const shown = this.#shown;
    if (!shown) return;
    const { texts, id } = this.#parts;
    const { answered, tab, run, isStale, name } = shown;
    const content = this.#content(shown);
    render(
      html`<div class="row spread">
          <div role="tablist" class="tabs" aria-label=${texts.t('Results of {0}', name)} @keydown=${(event: KeyboardEvent) => this.#onTabKey(event)}>
            ${resultTabs.map(
              (one) => html`<button
                type="button"
                role="tab"
                id=${`${id}-tab-${one}`}
                aria-selected=${one === tab ? 'true' : 'false'}
                aria-controls=${`${id}-panel`}
                tabindex=${one === tab ? '0' : '-1'}
                @click=${() => this.#parts.onTab(one)}
              >
                ${tabText(one, texts)}
              </button>`,
            )}
          </div>
          ${tab === 'chart' ? this.#choices(shown) : nothing}
        </div>
        <div role="tabpanel" class="result-panel" id=${`${id}-panel`} aria-labelledby=${`${id}-tab-${tab}`}>
          ${isStale ? html`<p class="stale">${texts.t('The file was changed since: these are the results of before.')}</p>` : nothing} ${content}
        </div>
        ${notesOf(answered).filter((note) => note !== this.#why).map((note) => html`<p class="hint">${note}</p>`)}
        <p class="quiet run-line">${runText(answered, run, cidNameOf(shown.results), texts)}</p>`,
      this.element,
    );
  }

  #onTabKey(event: KeyboardEvent): void {
    const at = resultTabs.indexOf(this.#shown?.tab ?? 'chart');
    const last = resultTabs.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    const tab = to === undefined ? undefined : resultTabs[to];
    if (!tab || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#parts.onTab(tab);
    document.getElementById(`${this.#parts.id}-tab-${tab}`)?.focus();
  }

  #choices({ answered, choice, canChoose, name }: ShownResult): TemplateResult | typeof nothing {
    const { texts, id, onChart } = this.#parts;
    const choices = chartChoicesFor(answered.sent).filter((one) => one !== 'table');
    if (choices.length < 2) return nothing;
    const current = choices.find((one) => one === choice) ?? choices[0];
    return html`<select
      id=${`${id}-kind`}
      .value=${live(current ?? '')}
      aria-label=${texts.t('Kind of chart of {0}', name)}
      ?disabled=${!canChoose}
      title=${canChoose ? nothing : texts.t('Give the query a name of its own to choose a chart for it.')}
      @change=${(event: Event) => onChart((event.target as HTMLSelectElement).value as ChartChoice)}
    >
      ${choices.map((one) => html`<option value=${one} ?selected=${one === current}>${chartText(one, texts)}</option>`)}
    </select>`;
  }

  #content(shown: ShownResult): unknown {
    const { answered, results, choice, tab } = shown;
    const of = [answered, results, tab, ...(tab === 'chart' ? [choice, this.#chart, this.#chartFailure] : [this.#showsWhole])];
    if (!this.#made || this.#made.of.length !== of.length || this.#made.of.some((one, at) => one !== of[at])) this.#made = { of, content: this.#make(shown) };
    return this.#made.content;
  }

  #make(shown: ShownResult): unknown {
    const { answered, results, tab, name } = shown;
    const { texts, id } = this.#parts;
    this.#why = undefined;
    switch (tab) {
      case 'chart':
        return this.#makeChart(chartDataOf(shown));
      case 'table': {
        if (!answered.result) return html`<p>${texts.t('The server answered nothing for this query.')}</p>`;
        const table = tableOf(answered.sent, answered.result, cidNameOf(results));
        const titles = table.columns.map((column) => column.title).join('\n');
        // Of an answer with other columns the order means nothing.
        const sort = this.#sort?.titles === titles ? this.#sort.by : undefined;
        return tableElement({ table, label: texts.t('Table of {0}', name), texts, sort, onSort: (by) => (this.#sort = { titles, by }) });
      }
      case 'json': {
        const own = answered.result === undefined ? '' : JSON.stringify(answered.result, undefined, 2);
        const toggle = (): void => {
          this.#showsWhole = !this.#showsWhole;
          this.#render();
        };
        return html`${textElement(this.#showsWhole ? results.response : own, texts.t('Answer to {0} as JSON', name))}
        ${smallButton({ id: `${id}-whole`, label: this.#showsWhole ? texts.t('Only This Query') : texts.t('The Whole Answer'), onPress: toggle })}`;
      }
      case 'request':
        return html`<p><code>POST /user-management/aggregates/users/v1</code></p>
          ${textElement(results.request, texts.t('Request as it was sent'))}`;
    }
  }

  #makeChart(data: ChartData): unknown {
    const { texts } = this.#parts;
    const notes = data.notes.map((note) => html`<p class="hint">${note}</p>`);
    if (data.kind === 'none') {
      this.#why = data.why;
      return html`<p class="no-chart">${data.why}</p>${notes}`;
    }
    if (this.#chartFailure !== undefined) return html`<p class="failure">${this.#chartFailure}</p>`;
    if (!this.#chart) {
      void this.#load();
      return html`<p class="quiet">${texts.t('Drawing…')}</p>`;
    }
    this.#chart.show(data);
    return html`${this.#chart.element}${notes}`;
  }

  async #load(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    try {
      const { ChartView: Chart } = await this.#parts.loadCharts();
      this.#chart = new Chart({ texts: this.#parts.texts, id: this.#parts.id });
    } catch (thrown) {
      this.#chartFailure = this.#parts.texts.t('Charts could not be loaded. {0}', failureText(thrown));
    }
    this.#render();
  }
}

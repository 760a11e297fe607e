/** The results of the last run, and a pane for each query that shows its own. */
import type { ChartChoice } from '../../core/aggregates/queryFile.ts';
import { dividesUsers } from '../../core/aggregates/resultLabels.ts';
import { shownText } from '../../core/shownText.ts';
import type { AggregateState, ResultTab, ResultsAnswer } from '../../protocol/aggregate.ts';
import { failureText, isCancelledRequest } from '../kit/connection.ts';
import type { PageTexts } from '../kit/startData.ts';
import { answerFor } from './answerFor.ts';
import type { Exportable } from './headView.ts';
import type { Looks } from './looks.ts';
import { chartDataOf, ResultPane } from './resultPane.ts';
import type { ChartChunk } from './resultPane.ts';

export interface ResultsParts {
  readonly texts: PageTexts;
  readonly looks: Looks;
  readonly loadCharts: () => Promise<ChartChunk>;
  readonly read: () => Promise<ResultsAnswer>;
  readonly onChange: () => void;
  readonly onFailed: (sentence: string) => void;
  readonly onChart: (query: number, chart: ChartChoice) => void;
}

export class Results {
  readonly #parts: ResultsParts;
  readonly #panes: ResultPane[] = [];
  #answer: ResultsAnswer | undefined;
  #state: AggregateState | undefined;
  #wanted = 0;
  #isReading = false;

  constructor(parts: ResultsParts) {
    this.#parts = parts;
  }

  /** The host has results of this age. */
  want(age: number): void {
    this.#wanted = age;
    void this.#read();
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#wanted !== 0 && this.#wanted !== this.#answer?.age) {
        const asked = this.#wanted;
        const answer = await this.#parts.read();
        // It may be of a later run by now, whose state is on its way.
        this.#answer = { ...answer, age: Math.max(asked, answer.age) };
        if (this.#wanted === asked) this.#wanted = this.#answer.age;
        this.#parts.onChange();
      }
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#parts.onFailed(failureText(thrown));
    } finally {
      this.#isReading = false;
    }
  }

  #shownAt(at: number, state: AggregateState) {
    const answered = state.file && this.#answer && state.age !== 0 ? answerFor(state.file, this.#answer.answers, at) : undefined;
    if (!answered || !this.#answer || !state.file) return undefined;
    const own = state.file.queries[at]?.name ?? '';
    const name = own === '' ? this.#parts.texts.t('query {0}', at + 1) : shownText(own);
    const choice = Object.hasOwn(state.file.charts, own) ? state.file.charts[own] : undefined;
    const isAlone = state.file.queries.filter((query) => query.name === own).length === 1;
    const tab: ResultTab = this.#parts.looks.tab(own) ?? (choice === 'table' ? 'table' : 'chart');
    const { run, isStale, isReadOnly } = state;
    return { name, results: this.#answer, answered, choice, tab, run, isStale, canChoose: own !== '' && isAlone && !isReadOnly };
  }

  /** @returns undefined while there are no results of the query */
  elementAt(at: number, state: AggregateState): HTMLElement | undefined {
    const shown = this.#shownAt(at, state);
    this.#state = state;
    if (!shown) return undefined;
    const { texts, loadCharts, looks, onChart } = this.#parts;
    this.#panes[at] ??= new ResultPane({
      ...{ texts, loadCharts, id: `result-${at}` },
      onTab: (tab) => looks.chooseTab(this.#state?.file?.queries[at]?.name ?? '', tab),
      onChart: (chart) => onChart(at, chart),
    });
    this.#panes[at].show(shown);
    return this.#panes[at].element;
  }

  exportables(state: AggregateState): readonly Exportable[] {
    return (state.file?.queries ?? []).flatMap((_, at) => {
      const shown = this.#shownAt(at, state);
      if (!shown?.answered.result) return [];
      const { at: query, sent, result } = shown.answered;
      // Asked with every key that is typed, so no chart is made for it.
      const hasChart = dividesUsers(sent) ? result.buckets.length > 0 : result.buckets.some(({ value }) => value !== undefined);
      return [{ query, name: shown.name, hasChart }];
    });
  }

  /** The chart of an answer as a picture. @param query as the answer has it */
  async picture(query: number, form: 'svg' | 'png', host: HTMLElement): Promise<string | undefined> {
    const answered = this.#answer?.answers.find(({ at }) => at === query);
    const { charts = {} } = this.#state?.file ?? {};
    if (!answered || !this.#answer) return undefined;
    const choice = Object.hasOwn(charts, answered.name) ? charts[answered.name] : undefined;
    const { pictureOf } = await this.#parts.loadCharts();
    return pictureOf({ data: chartDataOf({ answered, choice, results: this.#answer }), form, locale: this.#parts.texts.locale, host });
  }
}

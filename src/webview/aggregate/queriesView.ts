/** All queries, each with its results beside it, and the way to add more. */
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { queriesPath } from '../../core/aggregates/queryFile.ts';
import type { QueryFile } from '../../core/aggregates/queryFile.ts';
import type { QueryEdit } from '../../core/aggregates/editQueries.ts';
import { uniqueName } from '../../core/aggregates/queryNames.ts';
import type { AggregateQuery } from '../../core/aggregates/query.ts';
import { queryTemplates } from '../../core/aggregates/templates.ts';
import type { FormParts } from './formParts.ts';
import { saidAt } from './formParts.ts';
import { menuButton } from './menuButton.ts';
import { idOf, keyOf } from './paths.ts';
import { queryView } from './queryView.ts';

export interface QueriesParts {
  readonly form: FormParts;
  readonly file: QueryFile;
  readonly root: unknown;
  /** The results of the query at a place; undefined while there are none. */
  readonly resultAt: (at: number) => HTMLElement | undefined;
}

const emptyQuery: AggregateQuery = { name: 'query', type: 'terms', field: 'status' };

/** Puts queries at the end, under names of their own. */
function addEdits(file: QueryFile, added: readonly AggregateQuery[]): readonly QueryEdit[] {
  const list = queriesPath(file);
  const taken = new Set(file.queries.flatMap(({ name }) => (name ? [name] : [])));
  const named = added.map((query) => {
    const name = uniqueName(query.name ?? emptyQuery.name ?? '', taken);
    taken.add(name);
    return { ...query, name };
  });
  // The list itself may be missing.
  if (file.queries.length === 0) return [{ kind: 'set', path: list, value: named }];
  return named.map((value, at) => ({ kind: 'insert', list, at: file.queries.length + at, value }));
}

function addView({ form, file }: QueriesParts): TemplateResult {
  const { texts, isReadOnly, onEdit } = form;
  const list = queriesPath(file);
  const add = (queries: readonly AggregateQuery[]): void => onEdit(addEdits(file, queries), `${idOf([...list, file.queries.length])}-head`);
  return menuButton({
    ...{ id: 'new-query', label: texts.t('Add Query'), disabled: isReadOnly },
    groups: [
      { items: [{ id: 'add-empty', label: texts.t('By status, to be changed'), onChoose: () => add([emptyQuery]) }] },
      {
        label: texts.t('Templates'),
        items: queryTemplates.map(({ id, label, queries }) => ({ id: `add-${id}`, label, onChoose: () => add(queries) })),
      },
    ],
  });
}

export function queriesView(parts: QueriesParts): TemplateResult {
  const { form, file, root, resultAt } = parts;
  const { texts } = form;
  const list = queriesPath(file);
  const { error, note } = saidAt(form, list);
  return html`${error ? html`<p class="field-error">${error}</p>` : nothing} ${note ? html`<p class="hint">${note}</p>` : nothing}
    ${file.queries.length === 0 && !error && !note ? html`<p class="quiet">${texts.t('There are no queries yet.')}</p>` : nothing}
    ${file.queries.map((query, at) => {
      const result = resultAt(at);
      return html`<section class="query-row" data-list=${keyOf(list)} data-item=${at} aria-labelledby=${`${idOf([...list, at])}-head`}>
        ${queryView(form, { list, at, count: file.queries.length, depth: 0, query, root })}
        <div class="result-place">${result ?? html`<p class="quiet">${texts.t('Run the queries to see what they answer.')}</p>`}</div>
      </section>`;
    })}
    <div class="row add-row">${addView(parts)}</div>`;
}

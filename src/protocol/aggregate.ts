/**
 * What the editor of aggregate query files and its page say to each other. The text document is the truth: the page asks
 * for edits by path, the host carries them out in the text, and the state that follows shows what has become of it.
 */
import { copyForms } from '../core/aggregates/copyAs.ts';
import type { CopyForm } from '../core/aggregates/copyAs.ts';
import type { QueryEdit } from '../core/aggregates/editQueries.ts';
import type { QueryProblem } from '../core/aggregates/problems.ts';
import type { AggregateQuery, AggregateResult } from '../core/aggregates/query.ts';
import { chartChoices } from '../core/aggregates/queryFile.ts';
import type { JsonPath } from '../core/aggregates/jsonPath.ts';
import type { ChartChoice, QueryFile } from '../core/aggregates/queryFile.ts';
import type { ConnectionId } from '../core/ids.ts';
import { either, list, nothing, oneOf, optional, shape, text, whole } from './checks.ts';
import type { Check } from './checks.ts';
import { isConnectionId } from './user.ts';
import type { Checks } from './wire.ts';

/** A tenant that the queries can be run on. */
export interface TenantChoice {
  readonly id: ConnectionId;
  readonly name: string;
  readonly cloud: string;
}

/** Where a run stands, or how the last one ended. */
export type RunLine =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly startedAt: number }
  | {
      readonly kind: 'done';
      readonly tenant: string;
      readonly cid: string | undefined;
      /** Epoch milliseconds. */
      readonly at: number;
      readonly ms: number;
      readonly traceId: string | undefined;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly traceId: string | undefined }
  | { readonly kind: 'cancelled' };

/** One query as it was sent, with its answer. */
export interface Answered {
  /** The place of the query in the file at the time of the run. */
  readonly at: number;
  readonly name: string;
  /** As sent, with the filter for the CID. */
  readonly sent: AggregateQuery;
  /** Undefined: the server answered nothing of this name. */
  readonly result: AggregateResult | undefined;
  /** What has to be said of it: an empty answer, more terms than were asked for. */
  readonly notes: readonly string[];
}

export interface ResultsAnswer {
  readonly age: number;
  readonly answers: readonly Answered[];
  /** The whole body as sent, and the whole body of the answer, as indented JSON. */
  readonly request: string;
  readonly response: string;
  /** What the CIDs among the answers are called, where that is known. */
  readonly cidNames?: Readonly<Record<string, string>> | undefined;
}

export const exportForms = ['csv', 'json', 'svg', 'png'] as const;
export type ExportForm = (typeof exportForms)[number];

/** The last ones are the editor's own, asked for by the page while what is typed is still on its way into the file. */
export const aggregateActions = ['run', 'cancel', 'openText', 'chooseCid', 'clearCid', 'connect', 'undo', 'redo', 'save'] as const;
export type AggregateAction = (typeof aggregateActions)[number];

export interface AggregateRequests {
  /**
   * `version` is the one that the page saw; an edit of an older text is refused as a `conflict`, with the newer state on its way.
   * Each edit counts on those before it. A key of a query that is set to nothing is removed by the page.
   */
  readonly edit: { readonly body: { readonly version: number; readonly edits: readonly QueryEdit[] }; readonly answer: undefined };
  /** Writes the tenant's name into the file. */
  readonly chooseTenant: { readonly body: { readonly id: ConnectionId }; readonly answer: undefined };
  readonly chooseChart: { readonly body: { readonly query: number; readonly chart: ChartChoice }; readonly answer: undefined };
  readonly results: { readonly body: undefined; readonly answer: ResultsAnswer };
  readonly copyAs: { readonly body: { readonly form: CopyForm }; readonly answer: undefined };
  /** `data` holds the picture that the page has drawn (svg as text, png as base64); tables are written by the host. Answers the file's name. */
  readonly export: {
    readonly body: { readonly query: number; readonly form: ExportForm; readonly data?: string | undefined };
    readonly answer: string | undefined;
  };
  readonly act: { readonly body: { readonly action: AggregateAction }; readonly answer: undefined };
  /** While a field holds what cannot be written into the file, nothing is sent. `where` names its query; undefined: no field does any more. */
  readonly hold: { readonly body: { readonly where?: string | undefined }; readonly answer: undefined };
}

export interface AggregateState {
  readonly title: string;
  /** The document's version. */
  readonly version: number;
  /** Undefined while the text is no JSON of this kind at all: then only the problems are shown, and the way to the text. */
  readonly file: QueryFile | undefined;
  readonly problems: readonly QueryProblem[];
  readonly tenants: readonly TenantChoice[];
  /** The connection whose name the file names, or the only one. */
  readonly tenant: ConnectionId | undefined;
  /** The name of the tenant that is meant and not connected. */
  readonly missingTenant: string | undefined;
  /** What the file's CID is called, where that is known. */
  readonly cidName: string | undefined;
  readonly hasCids: boolean;
  readonly run: RunLine;
  /** Grows when the page has to ask for the results anew; 0: there are none. */
  readonly age: number;
  /** The file was changed since the results were read. */
  readonly isStale: boolean;
  readonly isReadOnly: boolean;
  /** The page has said that one of its fields cannot be written; it may be another page by now. */
  readonly isHeld: boolean;
}

export const resultTabs = ['chart', 'table', 'json', 'request'] as const;
export type ResultTab = (typeof resultTabs)[number];

/** What the page keeps: what is unfolded, which tab of the results shows. */
export interface KeptAggregate {
  readonly view: 'aggregate';
  /** By the names of the queries. */
  readonly tabs: Readonly<Record<string, ResultTab>>;
  /** The parts that are unfolded, as the page calls them. */
  readonly unfolded: readonly string[];
}

/** What is kept has no longer names, and no more of each kind. */
export const longestKeptName = 1_000;
export const mostKept = 1_000;
/** Names of charts and filters may be of any length, and are steps of paths. */
const longestName = 100_000;
const mostEdits = 1_000;
const deepestPath = 40;
/** A whole query is pasted at most: its pieces, and the length of all its texts. */
const mostPieces = 50_000;
const mostText = 2_000_000;
const mostPicture = 40_000_000;

const isPlace = whole(0, 1_000_000);
const isPath: Check<JsonPath> = list(either(text(longestName), isPlace), deepestPath);

/** What JSON can hold, of a bounded size. */
const isJson = (value: unknown): value is unknown => {
  let [pieces, length] = [0, 0];
  const fits = (one: unknown, depth: number): boolean => {
    pieces += 1;
    if (pieces > mostPieces || depth > deepestPath) return false;
    if (one === null || typeof one === 'boolean') return true;
    if (typeof one === 'number') return Number.isFinite(one);
    if (typeof one === 'string') return (length += one.length) <= mostText;
    if (typeof one !== 'object') return false;
    if (Array.isArray(one)) return one.every((item) => fits(item, depth + 1));
    return Object.entries(one).every(([name, item]) => (length += name.length) <= mostText && fits(item, depth + 1));
  };
  return fits(value, 0);
};

type EditOf<K extends QueryEdit['kind']> = Extract<QueryEdit, { readonly kind: K }>;

const isEdit: Check<QueryEdit> = either(
  either(
    shape<EditOf<'set'>>({ kind: oneOf('set'), path: isPath, value: isJson }),
    shape<EditOf<'remove'>>({ kind: oneOf('remove'), path: isPath }),
  ),
  either(
    shape<EditOf<'insert'>>({ kind: oneOf('insert'), list: isPath, at: isPlace, value: isJson }),
    either(
      shape<EditOf<'move'>>({ kind: oneOf('move'), list: isPath, from: isPlace, to: isPlace }),
      shape<EditOf<'duplicate'>>({ kind: oneOf('duplicate'), list: isPath, at: isPlace }),
    ),
  ),
);

export const aggregateChecks: Checks<AggregateRequests> = {
  edit: shape<AggregateRequests['edit']['body']>({ version: whole(0, Number.MAX_SAFE_INTEGER), edits: list(isEdit, mostEdits) }),
  chooseTenant: shape<AggregateRequests['chooseTenant']['body']>({ id: isConnectionId }),
  chooseChart: shape<AggregateRequests['chooseChart']['body']>({ query: isPlace, chart: oneOf(...chartChoices) }),
  results: nothing,
  copyAs: shape<AggregateRequests['copyAs']['body']>({ form: oneOf(...copyForms) }),
  export: shape<AggregateRequests['export']['body']>({ query: isPlace, form: oneOf(...exportForms), data: optional(text(mostPicture)) }),
  act: shape<AggregateRequests['act']['body']>({ action: oneOf(...aggregateActions) }),
  hold: shape<AggregateRequests['hold']['body']>({ where: optional(text(longestKeptName)) }),
};

const isTabs: Check<KeptAggregate['tabs']> = (value): value is KeptAggregate['tabs'] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= mostKept && entries.every(([name, tab]) => name.length <= longestKeptName && oneOf(...resultTabs)(tab));
};

export const isKeptAggregate: Check<KeptAggregate> = shape<KeptAggregate>({
  view: oneOf('aggregate'),
  tabs: isTabs,
  unfolded: list(text(longestKeptName), mostKept),
});

/** Files of queries to begin with. */
import type { ChartChoice } from './queryFile.ts';
import type { AggregateQuery } from './query.ts';

export interface QueryTemplate {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly queries: readonly AggregateQuery[];
  readonly charts?: Readonly<Record<string, ChartChoice>>;
}

/** More terms than one usually has CIDs. */
const manyTerms = 500;

export const queryTemplates: readonly QueryTemplate[] = [
  {
    id: 'status',
    label: 'Users by status',
    detail: 'How many accounts are active and how many are not',
    queries: [{ name: 'Users by status', type: 'terms', field: 'status' }],
  },
  {
    id: 'factors',
    label: 'Users by second factor',
    detail: 'Which second factors are enrolled, and how many users have none',
    queries: [{ name: 'Users by second factor', type: 'terms', field: 'factors', missing: 'none' }],
  },
  {
    id: 'withoutFactor',
    label: 'Active users without a second factor',
    detail: 'By the CID that they belong to',
    queries: [{ name: 'Without a second factor', type: 'terms', field: 'cid', filter: "status:'active'+factors:null", size: manyTerms }],
  },
  {
    id: 'logins',
    label: 'Last logins by month',
    detail: 'When users were last seen, by status',
    queries: [
      {
        name: 'Last logins',
        type: 'date_histogram',
        field: 'last_login_at',
        interval: 'month',
        sub_aggregates: [{ name: 'Status', type: 'terms', field: 'status' }],
      },
    ],
  },
  {
    id: 'lastSeen',
    label: 'Never logged in, and not seen for long',
    detail: 'Users by the time since their last login',
    queries: [
      {
        name: 'Never logged in',
        type: 'date_range',
        field: 'last_login_at',
        // The date that stands in for none lies in the first range, where nobody can have logged in.
        missing: '1970-01-01',
        date_ranges: [{ to: '1971-01-01' }],
      },
      {
        name: 'Last seen',
        type: 'date_range',
        field: 'last_login_at',
        date_ranges: [{ to: 'now-90d/d' }, { from: 'now-90d/d', to: 'now-30d/d' }, { from: 'now-30d/d', to: 'now-7d/d' }, { from: 'now-7d/d' }],
      },
    ],
  },
  {
    id: 'created',
    label: 'Users created per week',
    detail: 'Of the last year',
    queries: [
      {
        name: 'Created per week',
        type: 'date_histogram',
        field: 'created_at',
        interval: 'week',
        extended_bounds: { min: 'now-52w/w', max: 'now' },
      },
    ],
  },
  {
    id: 'temporary',
    label: 'Temporary roles',
    detail: 'How many users hold a role that ends by itself, and in which CIDs',
    queries: [
      { name: 'Hold temporary roles', type: 'terms', field: 'has_temporary_roles' },
      { name: 'CIDs of temporary roles', type: 'terms', field: 'temporarily_assigned_cids', filter: 'has_temporary_roles:true', size: manyTerms },
    ],
  },
  {
    id: 'cids',
    label: 'Users by CID',
    detail: 'Where users belong, where they hold roles, and of which status they are',
    queries: [
      { name: 'Home CIDs', type: 'terms', field: 'cid', size: manyTerms, sub_aggregates: [{ name: 'Status', type: 'terms', field: 'status' }] },
      { name: 'CIDs with roles', type: 'terms', field: 'assigned_cids', size: manyTerms },
      { name: 'How many home CIDs', type: 'cardinality', field: 'cid' },
    ],
  },
  {
    id: 'factorByCid',
    label: 'Second factors by CID',
    detail: 'How many users of each CID have one',
    queries: [
      {
        name: 'Second factors by CID',
        type: 'terms',
        field: 'cid',
        size: manyTerms,
        sub_aggregates: [{ name: 'Factors', type: 'terms', field: 'factors', missing: 'none' }],
      },
    ],
    charts: { 'Second factors by CID': 'grouped' },
  },
  {
    id: 'age',
    label: 'Age of accounts',
    detail: 'Percentiles, the oldest and the newest account',
    queries: [
      { name: 'Created', type: 'percentiles', field: 'created_at', percents: [5, 25, 50, 75, 95] },
      { name: 'Oldest account', type: 'min', field: 'created_at' },
      { name: 'Newest account', type: 'max', field: 'created_at' },
    ],
  },
];

/** The text of a whole file, of one of the templates; a bare list unless there is a tenant or a chart to name. */
export function templateText(id: string, tenant?: string): string {
  const template = queryTemplates.find((one) => one.id === id);
  if (!template) throw new RangeError(`There is no template ${id}.`);
  const { queries, charts } = template;
  const isBare = tenant === undefined && charts === undefined;
  return `${JSON.stringify(isBare ? queries : { ...(tenant !== undefined && { tenant }), ...(charts && { charts }), queries }, null, 2)}\n`;
}

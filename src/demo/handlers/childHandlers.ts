/** Flight Control children. */
import type { FqlNode } from '../../core/fql/fqlAst.ts';
import { compileFql } from '../../core/fql/compileFql.ts';
import { childFilterSchema } from '../../core/fql/fqlSchema.ts';
import type { Reply } from '../server/reply.ts';
import { idTexts, Refusal } from '../server/reply.ts';
import type { Customer } from '../store/model.ts';
import type { CallContext, Handler } from './context.ts';
import { isMemberSession } from './context.ts';
import { readFilter } from './filters.ts';
import { childText } from './records.ts';

/** The default is published, the maximum is not; psfalcon asks for 5000. */
const mostChildren = 5000;

/**
 * What a session that is not a Flight Control parent gets is not documented. 403 here: the scope exists in a parent's
 * console only. A parent that has no children yet gets an empty list.
 */
function childrenOf(context: CallContext): readonly Customer[] {
  if (isMemberSession(context)) throw new Refusal(403, 'access denied, authorization failed');
  return context.store.customers.slice(1);
}

export const queryChildren: Handler<'queryChildren'> = ({ filter, sort = 'last_modified_timestamp|desc', offset = 0, limit = 10 }, context) => {
  if (limit > mostChildren) throw new Refusal(400, `limit in query should be at most ${String(mostChildren)}`);
  const matching = filtered(childrenOf(context), readFilter(filter, childFilterSchema)?.ast, context.now);
  const sign = sort.endsWith('|desc') ? -1 : 1;
  const sorted = matching.toSorted((left, right) => sign * (left.lastModifiedAt - right.lastModifiedAt) || left.index - right.index);
  const page = sorted.slice(offset, offset + limit);
  return { status: 200, pagination: { offset, limit, total: matching.length }, resources: idTexts(page.map(({ cid }) => cid)) };
};

function filtered(children: readonly Customer[], ast: FqlNode | undefined, now: number): readonly Customer[] {
  if (ast === undefined) return children;
  const matches = compileFql(ast, now);
  return children.filter(({ cid }) => matches({ cid }));
}

export const getChildren: Handler<'getChildren'> = ({ ids }, context) => readChildren(ids, context);

export const getChildrenV2: Handler<'getChildrenV2'> = ({ body: { ids } }, context) => readChildren(ids, context);

/** 207 is documented for these reads; that unknown ids are what it is for is an assumption. */
function readChildren(ids: readonly string[], context: CallContext): Reply {
  const children = new Map(childrenOf(context).map((child) => [child.cid, child]));
  const wanted = [...new Set(ids)];
  const resources = wanted.flatMap((id) => children.get(id) ?? []).map((child) => childText(child, context.store.parent));
  const unknown = wanted.filter((id) => !children.has(id));
  if (unknown.length === 0) return { status: 200, resources };
  return { status: 207, errors: unknown.map((id) => ({ code: 404, message: 'child not found', id })), resources };
}

/** The session's own CID in the form that sensors are installed with. */
export const GetSensorInstallersCCIDByQuery: Handler<'GetSensorInstallersCCIDByQuery'> = (_parameters, { session: { customer } }) => ({
  status: 200,
  resources: idTexts([`${customer.cid.toUpperCase()}-${customer.checksum}`]),
});

/** Where one person exists: a line for each tenant that was asked, and below it everything that is known from each. */
import { onOneLine, shownText } from './shownText.ts';
import { daysSince } from './user.ts';

export interface FoundPerson {
  /** Such as `active` or `dormant`. */
  readonly state: string;
  /** RFC 3339, or words where there is no date. */
  readonly lastLogin: string;
  /** What is held, in a few words. */
  readonly roles: string;
  /** All of it, in lines. */
  readonly text: string;
}

export interface PersonFinding {
  readonly tenantName: string;
  /** The product of the tenant. */
  readonly product: 'Falcon' | 'Cylance';
  /** Undefined where the tenant does not know the person; a sentence where it could not be asked. */
  readonly found: FoundPerson | { readonly failure: string } | undefined;
}

const width = (text: string): number => [...text].length;
const isFailed = (found: PersonFinding['found']): found is { readonly failure: string } => found !== undefined && 'failure' in found;

function loginText(lastLogin: string, now: number): string {
  const days = daysSince(lastLogin, now);
  if (days === undefined) return lastLogin;
  const ago = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
  return `${lastLogin} (${ago})`;
}

function rowOf({ tenantName, product, found }: PersonFinding, now: number): readonly string[] {
  const head = [shownText(tenantName), product];
  if (!found) return [...head, 'not found'];
  return isFailed(found) ? [...head, 'could not be read'] : [...head, found.state, loginText(found.lastLogin, now), found.roles];
}

/** Columns as wide as their widest cell. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  return rows.map((row) => row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell)))).join('  ').trimEnd());
}

/** `Found in 2 of 5 tenants; 1 could not be read.` */
export function findingsText(findings: readonly PersonFinding[]): string {
  const failed = findings.filter(({ found }) => isFailed(found)).length;
  const found = findings.filter((one) => one.found !== undefined).length - failed;
  const tenants = findings.length === 1 ? '1 tenant' : `${findings.length} tenants`;
  return `Found in ${found} of ${tenants}${failed > 0 ? `; ${failed} could not be read` : ''}.`;
}

/** @param now epoch milliseconds */
export function personReport(email: string, findings: readonly PersonFinding[], now: number): string {
  const sections = findings.flatMap(({ tenantName, product, found }) => {
    if (!found) return [];
    const title = `${shownText(tenantName)} (${product})`;
    return [['', title, '-'.repeat(width(title)), isFailed(found) ? `Could not be read: ${onOneLine(found.failure)}` : found.text.trimEnd()].join('\n')];
  });
  const rows = [['Tenant', 'Product', 'State', 'Last login', 'Roles'], ...findings.map((finding) => rowOf(finding, now))];
  return `${[shownText(email), '', findingsText(findings), '', ...aligned(rows.map((row) => row.map(onOneLine))), ...sections].join('\n')}\n`;
}

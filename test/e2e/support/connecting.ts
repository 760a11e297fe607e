/** Connecting a tenant the way a person does. */
import type { Page } from 'playwright-core';
import { pickRow, runCommand } from '../../helpers/editor/workbench.ts';
import { treeRow, viewTree } from '../../helpers/editor/tree.ts';
import { answerTitled, quickInputTitled } from './quickInputs.ts';

export interface TenantAnswers {
  readonly name: string;
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly child?: string;
}

/** Starts to connect a tenant of a kind; its first step is the next. */
export async function beginConnecting(page: Page, kind: 'CrowdStrike Falcon' | 'Cylance (CylancePROTECT, Aurora)'): Promise<void> {
  await runCommand(page, 'Falcon: Connect Tenant…');
  await quickInputTitled(page, 'Connect Tenant');
  await pickRow(page, kind);
}

/** Answers every step up to the secret, which is not typed yet. */
export async function connectUpToSecret(page: Page, { name, url, clientId }: Omit<TenantAnswers, 'clientSecret'>): Promise<void> {
  await beginConnecting(page, 'CrowdStrike Falcon');
  await answerTitled(page, 'Connect Tenant (1/5)', name);
  await quickInputTitled(page, 'Connect Tenant (2/5)');
  await pickRow(page, 'Other URL…');
  await answerTitled(page, 'Connect Tenant (3/6)', url);
  await answerTitled(page, 'Connect Tenant (4/6)', clientId);
  await quickInputTitled(page, 'Connect Tenant (5/6)');
}

/** Connects a tenant whose answers are all right, and waits for its row. */
export async function connectTenant(page: Page, answers: TenantAnswers): Promise<void> {
  await connectUpToSecret(page, answers);
  await answerTitled(page, 'Connect Tenant (5/6)', answers.clientSecret);
  await answerTitled(page, 'Connect Tenant (6/6)', answers.child ?? '');
  await tenantRow(page, answers.name).waitFor();
}

export const tenants = (page: Page) => viewTree(page, 'Tenants');

/** The row of a connection; child CIDs and users may begin with the same word, a tenant's row says more. */
export const tenantRow = (page: Page, name: string) => treeRow(tenants(page), new RegExp(`^${name}, .*(tenant|read-only)$`));

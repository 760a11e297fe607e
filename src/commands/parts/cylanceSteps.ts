/** The questions of connecting a Cylance tenant. */
import { parseCylanceUrl } from '../../api/cylance/cylanceUrl.ts';
import { parseGuid } from '../../core/cylance/ids.ts';
import { cylanceRegions } from '../../core/cylance/regions.ts';
import type { L10n } from '../../host/l10n.ts';
import type { PickItem } from '../../host/prompts.ts';
import type { CylanceConnection } from '../../state/cylance/cylanceConnection.ts';
import { askName, askText } from './steps.ts';
import type { Answered, Asking } from './steps.ts';

export interface CylanceTyped {
  name: string;
  /** `other`, or the id of a region. */
  region: string;
  url: string;
  tenantId: string;
  applicationId: string;
  applicationSecret: string;
}

export type CylanceStep = 'name' | 'region' | 'url' | 'tenantId' | 'applicationId' | 'secret';

/** The steps in order; the URL is asked for only where no region of the list is meant. */
export const cylanceStepsOf = ({ region }: CylanceTyped): readonly CylanceStep[] =>
  region === 'other' ? ['name', 'region', 'url', 'tenantId', 'applicationId', 'secret'] : ['name', 'region', 'tenantId', 'applicationId', 'secret'];

export interface AskingCylance extends Asking<keyof CylanceTyped> {
  readonly isNameTaken: (name: string) => boolean;
  /** The connection that has the same tenant and the application that is being typed. */
  readonly twin: () => CylanceConnection | undefined;
  /** The slow check on Enter: the sentence to show, or undefined to go on. */
  readonly check: (secret: string, signal: AbortSignal) => Promise<string | undefined>;
}

type Ask = (asking: AskingCylance) => Answered;

/** What is wrong with an application ID; that another connection has it is for the caller to tell. */
export const applicationIdProblem = (value: string, l10n: L10n): string | undefined =>
  parseGuid(value)
    ? undefined
    : l10n.t('An application ID has 32 hexadecimal digits with hyphens in between. Copy it from the application under Settings > Integrations.');

export const applicationTwinProblem = (twin: CylanceConnection | undefined, l10n: L10n): string | undefined =>
  twin && l10n.t('“{0}” is connected with this application already.', twin.name);

const askRegion: Ask = ({ prompts, l10n, typed, box }) => {
  const items: PickItem<string>[] = [
    ...cylanceRegions.map(({ id, label, url }) => ({ label, description: new URL(url).host, icon: 'globe', value: id })),
    { label: l10n.t('Other URL…'), detail: l10n.t('A gateway or a simulator'), icon: 'link', group: l10n.t('Elsewhere'), value: 'other' },
  ];
  return prompts.pick({
    ...box,
    placeholder: l10n.t('The region of the tenant'),
    items: items.map((item) => ({ ...item, picked: item.value === typed.region })),
  });
};

const askUrl: Ask = (asking) =>
  askText(
    asking,
    'url',
    {
      placeholder: 'https://protectapi-euc1.cylance.com',
      prompt: asking.l10n.t('The base URL of the API; a token signed with the application secret is sent there'),
    },
    (url) => {
      const read = parseCylanceUrl(url);
      return 'problem' in read ? read.problem : undefined;
    },
  );

const askTenantId: Ask = (asking) => {
  const { l10n } = asking;
  return askText(
    asking,
    'tenantId',
    {
      placeholder: l10n.t('Tenant ID'),
      prompt: l10n.t('From Settings > Integrations in the Cylance console'),
    },
    (value) =>
      parseGuid(value) ? undefined : l10n.t('A tenant ID has 32 hexadecimal digits with hyphens in between. Copy it from Settings > Integrations.'),
  );
};

const askApplicationId: Ask = (asking) => {
  const { l10n, twin } = asking;
  return askText(
    asking,
    'applicationId',
    {
      placeholder: l10n.t('Application ID'),
      prompt: l10n.t('Of an application with the privileges Users: Read and Zones: Read; it stands under Settings > Integrations'),
    },
    (value) => applicationIdProblem(value, l10n) ?? applicationTwinProblem(twin(), l10n),
  );
};

const askSecret: Ask = (asking) => {
  const { l10n, check } = asking;
  return askText(
    asking,
    'applicationSecret',
    {
      placeholder: l10n.t('Application secret'),
      prompt: l10n.t('Kept in the editor’s secret storage and nowhere else. Enter tries it out.'),
      password: true,
      check,
    },
    (value) => (value === '' ? l10n.t('Give the application secret.') : undefined),
  );
};

export const askCylance: Readonly<Record<CylanceStep, Ask>> = {
  name: (asking) => askName(asking, asking.isNameTaken),
  region: askRegion,
  url: askUrl,
  tenantId: askTenantId,
  applicationId: askApplicationId,
  secret: askSecret,
};

/** The questions of connecting a Falcon tenant. */
import { parseBaseUrl } from '../../api/baseUrl.ts';
import { clouds } from '../../core/clouds.ts';
import { parseCid } from '../../core/ids.ts';
import type { L10n } from '../../host/l10n.ts';
import type { PickItem } from '../../host/prompts.ts';
import { askName, askText } from './steps.ts';
import type { Answered, Asking } from './steps.ts';

export interface Typed {
  name: string;
  /** `discover`, `other`, or the id of a cloud. */
  cloud: string;
  url: string;
  clientId: string;
  clientSecret: string;
  child: string;
}

export type StepName = 'name' | 'cloud' | 'url' | 'clientId' | 'secret' | 'child';

/** The steps in order; the URL is asked for only where no cloud of the list is meant. */
export const stepsOf = ({ cloud }: Typed): readonly StepName[] =>
  cloud === 'other' ? ['name', 'cloud', 'url', 'clientId', 'secret', 'child'] : ['name', 'cloud', 'clientId', 'secret', 'child'];

export interface AskingFalcon extends Asking<keyof Typed> {
  readonly isNameTaken: (name: string) => boolean;
  /** The slow check on Enter: the sentence to show, or undefined to go on. */
  readonly check: (value: string, signal: AbortSignal) => Promise<string | undefined>;
}

type Ask = (asking: AskingFalcon) => Answered;

const clientIdForm = /^[\w-]{1,128}$/;

export function clientIdProblem(value: string, l10n: L10n): string | undefined {
  if (value === '') return l10n.t('Give the client ID of an API client.');
  return clientIdForm.test(value) ? undefined : l10n.t('A client ID has letters and digits only, 32 of them.');
}

const askCloud: Ask = ({ prompts, l10n, typed, box }) => {
  const items: PickItem<string>[] = [
    {
      label: l10n.t('Discover Automatically'),
      detail: l10n.t('Asks the commercial Falcon clouds; government clouds must be named'),
      icon: 'search',
      value: 'discover',
    },
    ...clouds.map(({ id, label, url }, index) => ({
      ...(index === 0 ? { group: l10n.t('Falcon clouds') } : {}),
      label,
      description: new URL(url).host,
      icon: 'cloud',
      value: id,
    })),
    { label: l10n.t('Other URL…'), detail: l10n.t('A gateway or a simulator'), icon: 'link', group: l10n.t('Elsewhere'), value: 'other' },
  ];
  return prompts.pick({
    ...box,
    placeholder: l10n.t('The cloud of the tenant'),
    items: items.map((item) => ({ ...item, picked: item.value === typed.cloud })),
  });
};

const askUrl: Ask = (asking) => {
  const { l10n } = asking;
  return askText(
    asking,
    'url',
    {
      placeholder: 'https://api.us-2.crowdstrike.com',
      prompt: l10n.t('The base URL of the API; the client secret is sent there'),
    },
    (url) => {
      const read = parseBaseUrl(url);
      return 'problem' in read ? read.problem : undefined;
    },
  );
};

const askClientId: Ask = (asking) => {
  const { l10n } = asking;
  return askText(
    asking,
    'clientId',
    {
      placeholder: l10n.t('Client ID'),
      prompt: l10n.t('From “API clients and keys” in the Falcon console; it needs the scope User Management: Read'),
    },
    (value) => clientIdProblem(value, l10n),
  );
};

const askSecret: Ask = (asking) => {
  const { l10n, check } = asking;
  return askText(
    asking,
    'clientSecret',
    {
      placeholder: l10n.t('Client secret'),
      prompt: l10n.t('Kept in the editor’s secret storage and nowhere else. Enter tries it out.'),
      password: true,
      check,
    },
    (value) => (value === '' ? l10n.t('Give the client secret.') : undefined),
  );
};

const askChild: Ask = (asking) => {
  const { l10n, check } = asking;
  return askText(
    asking,
    'child',
    {
      placeholder: l10n.t('Child CID (optional)'),
      prompt: l10n.t('Only to tie the connection to one Flight Control child; leave it empty for the whole tenant'),
      check,
    },
    (value) => (value === '' || parseCid(value) ? undefined : l10n.t('A CID has 32 hexadecimal digits, with or without its checksum.')),
  );
};

export const ask: Readonly<Record<StepName, Ask>> = {
  name: (asking) => askName(asking, asking.isNameTaken),
  cloud: askCloud,
  url: askUrl,
  clientId: askClientId,
  secret: askSecret,
  child: askChild,
};

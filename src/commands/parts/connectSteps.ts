/** The questions of connecting a tenant. What is typed is kept in `typed` as it is typed, so that going back loses nothing. */
import { parseBaseUrl } from '../../api/baseUrl.ts';
import { clouds } from '../../core/clouds.ts';
import { parseCid } from '../../core/ids.ts';
import type { L10n } from '../../host/l10n.ts';
import type { Back, InputRequest, PickItem, Prompts, Step } from '../../host/prompts.ts';

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

export interface Asking {
  readonly prompts: Prompts;
  readonly l10n: L10n;
  readonly typed: Typed;
  readonly step: Step;
  /** What was wrong with the answer before. */
  readonly problem: string | undefined;
  readonly isNameTaken: (name: string) => boolean;
  /** The slow check on Enter: the sentence to show, or undefined to go on. */
  readonly check: (value: string, signal: AbortSignal) => Promise<string | undefined>;
}

type Ask = (asking: Asking) => Promise<string | Back | undefined>;

const clientIdForm = /^[\w-]{1,128}$/;

const withProblem = ({ problem }: Asking): { problem?: string } => (problem === undefined ? {} : { problem });

export function clientIdProblem(value: string, l10n: L10n): string | undefined {
  if (value === '') return l10n.t('Give the client ID of an API client.');
  return clientIdForm.test(value) ? undefined : l10n.t('A client ID has letters and digits only, 32 of them.');
}

/** Asks for a text; what is typed is noted as it is typed, then judged. */
function askText(
  asking: Asking,
  name: keyof Typed,
  request: Pick<InputRequest, 'placeholder' | 'prompt' | 'password' | 'check'>,
  judge: (value: string) => string | undefined,
): Promise<string | Back | undefined> {
  const { prompts, l10n, typed, step } = asking;
  return prompts.input({
    ...withProblem(asking),
    ...request,
    title: l10n.t('Connect Tenant'),
    value: typed[name],
    step,
    validate: (value) => {
      typed[name] = value;
      return judge(value.trim());
    },
  });
}

const askName: Ask = (asking) => {
  const { l10n } = asking;
  return askText(
    asking,
    'name',
    {
      placeholder: l10n.t('Acme Global'),
      prompt: l10n.t('A name for the tenant, as it will stand in the tree and in every question'),
    },
    (name) => {
      if (name === '') return l10n.t('Give the tenant a name.');
      return asking.isNameTaken(name) ? l10n.t('Another connection has this name.') : undefined;
    },
  );
};

const askCloud: Ask = (asking) => {
  const { prompts, l10n, typed, step } = asking;
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
    ...withProblem(asking),
    title: l10n.t('Connect Tenant'),
    placeholder: l10n.t('The cloud of the tenant'),
    step,
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
  const { l10n } = asking;
  return askText(
    asking,
    'clientSecret',
    {
      placeholder: l10n.t('Client secret'),
      prompt: l10n.t('Kept in the editor’s secret storage and nowhere else. Enter tries it out.'),
      password: true,
      check: asking.check,
    },
    (value) => (value === '' ? l10n.t('Give the client secret.') : undefined),
  );
};

const askChild: Ask = (asking) => {
  const { l10n } = asking;
  return askText(
    asking,
    'child',
    {
      placeholder: l10n.t('Child CID (optional)'),
      prompt: l10n.t('Only to tie the connection to one Flight Control child; leave it empty for the whole tenant'),
      check: asking.check,
    },
    (value) => (value === '' || parseCid(value) ? undefined : l10n.t('A CID has 32 hexadecimal digits, with or without its checksum.')),
  );
};

export const ask: Readonly<Record<StepName, Ask>> = { name: askName, cloud: askCloud, url: askUrl, clientId: askClientId, secret: askSecret, child: askChild };

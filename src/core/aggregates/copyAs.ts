/**
 * The same call for other tools, never with a token or a secret: those stand in variables of the environment. The names of
 * FalconPy and PSFalcon are those of CrowdStrike's own projects.
 */
import type { AggregateQuery } from './query.ts';

export const copyForms = ['curl', 'falconpy', 'psfalcon'] as const;
export type CopyForm = (typeof copyForms)[number];

const path = '/user-management/aggregates/users/v1';

const forms: Readonly<Record<CopyForm, (body: readonly AggregateQuery[], baseUrl: string) => string>> = { curl, falconpy, psfalcon };

/** @param baseUrl of the cloud, without a slash at its end */
export const copyAs = (form: CopyForm, body: readonly AggregateQuery[], baseUrl: string): string => forms[form](body, baseUrl.replace(/[^\w.:/[\]-]/g, encodeURIComponent));

const unicodeEscape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * One line that is the same between single quotes in every shell that has them: no quote that ends it, none of the curly ones
 * that PowerShell takes for one, no ! that csh replaces, and no pair of backslashes that fish reads as one.
 */
const quotable = (value: unknown): string =>
  JSON.stringify(value).replaceAll('\\\\', '\\u005c').replace(/['!\u2018-\u201b\u2028\u2029\u007f-\u009f]/g, unicodeEscape);

function curl(body: readonly AggregateQuery[], baseUrl: string): string {
  return [
    '# FALCON_TOKEN holds a bearer token. cmd.exe and Windows PowerShell 5 need the body in a file: --data @body.json',
    `curl -sS -X POST '${baseUrl}${path}' -H "Authorization: Bearer $FALCON_TOKEN" -H 'Content-Type: application/json' --data '${quotable(body)}'`,
    '',
  ].join('\n');
}

/** JSON and Python write texts and numbers alike, but not the three words. */
function python(value: unknown, indent: string): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, unicodeEscape);
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}    `;
  const [open, close, parts] = Array.isArray(value)
    ? ['[', ']', value.map((item) => python(item, inner))]
    : ['{', '}', Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [`${python(key, inner)}: ${python(part, inner)}`]))];
  return parts.length === 0 ? `${open}${close}` : [open, ...parts.map((part) => `${inner}${part},`), `${indent}${close}`].join('\n');
}

function falconpy(body: readonly AggregateQuery[], baseUrl: string): string {
  return [
    '# pip install crowdstrike-falconpy',
    'import os',
    '',
    'from falconpy import UserManagement',
    '',
    'falcon = UserManagement(',
    '    client_id=os.environ["FALCON_CLIENT_ID"],',
    '    client_secret=os.environ["FALCON_CLIENT_SECRET"],',
    `    base_url="${baseUrl}",`,
    ')',
    `response = falcon.aggregate_users(body=${python(body, '')})`,
    'print(response["body"]["resources"] if response["status_code"] == 200 else response["body"]["errors"])',
    '',
  ].join('\n');
}

function psfalcon(body: readonly AggregateQuery[], baseUrl: string): string {
  // Characters outside ASCII are escaped: Windows PowerShell reads scripts in the code page of the machine.
  const json = JSON.stringify(body, null, 2).replace(/[\u007f-\uffff]/g, unicodeEscape);
  return [
    '# PSFalcon has no command for aggregates of users. This calls the API through the client inside its module, with the token it holds.',
    'Import-Module PSFalcon',
    `Request-FalconToken -ClientId $env:FALCON_CLIENT_ID -ClientSecret $env:FALCON_CLIENT_SECRET -Hostname '${baseUrl}'`,
    "$Body = @'",
    json,
    "'@",
    '& (Get-Module PSFalcon) {',
    '  param($Body)',
    '  $Response = $Script:Falcon.Api.Invoke(@{',
    `    Path = "$($Script:Falcon.Hostname)${path}"`,
    "    Method = 'post'",
    "    Headers = @{ Accept = 'application/json'; ContentType = 'application/json' }",
    '    Body = $Body',
    '  })',
    '  ($Response.Result.Content.ReadAsStringAsync().Result | ConvertFrom-Json).resources',
    '} $Body',
    '',
  ].join('\n');
}

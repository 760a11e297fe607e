/**
 * The values of settings, read with care: the settings file may hold anything, and the editor does not hold values to
 * the manifest's minimum and maximum.
 */

/** Everything that decides how requests leave this machine. */
export interface NetworkSettings {
  /** Send through the editor's own fetch, which knows proxies that only a PAC file names. */
  readonly useEditorFetch: boolean;
  /** Path, as typed, of a file with an additional certificate authority in PEM or DER. */
  readonly certificateFile: string | undefined;
  readonly timeoutMs: number;
  /** The editor's `http.*` settings. */
  readonly proxy: {
    readonly url: string | undefined;
    readonly support: 'off' | 'on' | 'fallback' | 'override';
    readonly noProxy: readonly string[];
    readonly strictTls: boolean;
    readonly authorization: string | undefined;
    readonly systemCertificates: boolean;
  };
}

export interface Settings {
  readonly dormantAfterDays: number;
  /** The address of the person at the keyboard, who must not lock themselves out. */
  readonly myEmail: string | undefined;
  /** How much may be taken away without typing the tenant's name. */
  readonly removalCap: number;
  /** Whether what was read about grants is kept on the disk between sessions. */
  readonly keepGrants: boolean;
  readonly network: NetworkSettings;
  /** The part of the account's rate limit that background work may use, 0.1 to 1; a person's own clicks may use all of it. */
  readonly rateShare: number;
}

/** The value of a setting by its full name. */
export type ReadSetting = (name: string) => unknown;

const flag = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text).filter((item) => item !== undefined) : []);

function whole(value: unknown, otherwise: number, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return otherwise;
  return Math.min(most, Math.max(least, Math.round(value)));
}

const proxySupports = ['off', 'on', 'fallback', 'override'] as const;

/** All settings at once, every one of them valid whatever is in the files. */
export function settingsFrom(read: ReadSetting): Settings {
  return {
    dormantAfterDays: whole(read('falconAdmin.users.dormantAfterDays'), 90, 1, 3650),
    myEmail: text(read('falconAdmin.myEmail')),
    removalCap: whole(read('falconAdmin.changes.removalCap'), 25, 1, 100_000),
    keepGrants: flag(read('falconAdmin.grants.keep'), false),
    network: {
      useEditorFetch: flag(read('falconAdmin.network.useEditorFetch'), false),
      certificateFile: text(read('falconAdmin.network.certificateFile')),
      timeoutMs: whole(read('falconAdmin.network.timeoutSeconds'), 60, 5, 600) * 1000,
      proxy: {
        url: text(read('http.proxy')),
        support: proxySupports.find((support) => support === read('http.proxySupport')) ?? 'override',
        noProxy: texts(read('http.noProxy')),
        strictTls: flag(read('http.proxyStrictSSL'), true),
        authorization: text(read('http.proxyAuthorization')),
        systemCertificates: flag(read('http.systemCertificates'), true),
      },
    },
    rateShare: whole(read('falconAdmin.rate.sharePercent'), 90, 10, 100) / 100,
  };
}

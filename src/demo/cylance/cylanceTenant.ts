/** Puts the Cylance tenant of the demo together. */
import { Random } from '../data/random.ts';
import type { FaultRates } from '../server/faults.ts';
import { Faults } from '../server/faults.ts';
import { RateWindow } from '../server/rateWindow.ts';
import type { TenantData } from '../store/model.ts';
import { makeCylanceData } from './cylanceData.ts';
import type { CylanceHabits } from './cylanceService.ts';
import { CylanceService } from './cylanceService.ts';
import type { CylanceApplication, CylanceScope } from './cylanceSessions.ts';
import { cylanceScopes, CylanceSessions, makeApplication } from './cylanceSessions.ts';
import { CylanceStore } from './cylanceStore.ts';

export interface CylanceOptions extends Partial<CylanceHabits> {
  readonly users?: number;
  /** Credentials to use instead of fresh ones. The tenant id follows from the seed. */
  readonly credentials?: { readonly applicationId: string; readonly applicationSecret: string };
  /** Further applications, for tests of missing scopes. */
  readonly extraApplications?: readonly { readonly scopes: readonly CylanceScope[] }[];
  /** How long access tokens last. */
  readonly tokenLifeSeconds?: number;
}

/** What a client needs to connect. */
export interface CylanceAccess {
  readonly url: string;
  readonly tenantId: string;
  /** Has every scope. */
  readonly applicationId: string;
  readonly applicationSecret: string;
  /** In the order of the option. */
  readonly extraApplications: readonly CylanceApplication[];
}

interface Surroundings {
  readonly falcon: TenantData;
  readonly seed: number;
  readonly ratePerMinute: number;
  readonly faults: FaultRates;
  readonly faultsOnTokens: boolean;
  readonly now: () => number;
}

export function makeCylanceTenant(
  options: CylanceOptions,
  { falcon, seed, ratePerMinute, faults, faultsOnTokens, now }: Surroundings,
): { readonly service: CylanceService; readonly access: Omit<CylanceAccess, 'url'> } {
  const { users = 120, tokenLifeSeconds = 1800, dates = 'plain', pastTheEnd = 'empty', errorShape, retryAfter = true } = options;
  const store = new CylanceStore(makeCylanceData({ users, seed, now: now(), falcon }));
  const application: CylanceApplication = { ...makeApplication(cylanceScopes), ...options.credentials };
  const extraApplications = (options.extraApplications ?? []).map(({ scopes }) => makeApplication(scopes));
  const service = new CylanceService({
    store,
    sessions: new CylanceSessions([application, ...extraApplications], tokenLifeSeconds),
    rate: new RateWindow(ratePerMinute),
    faults: new Faults(faults, new Random(seed + 14)),
    faultsOnTokens,
    now,
    dates,
    pastTheEnd,
    errorShape,
    retryAfter,
  });
  const { applicationId, applicationSecret } = application;
  return { service, access: { tenantId: store.tenantId, applicationId, applicationSecret, extraApplications } };
}

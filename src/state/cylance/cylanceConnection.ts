/** A Cylance tenant that the user has connected, without its secret. Nothing is ever changed in one. */
import type { AnyConnection } from '../entryStore.ts';

export interface CylanceConnection extends AnyConnection {
  readonly kind: 'cylance';
  readonly baseUrl: string;
  readonly tenantId: string;
  readonly applicationId: string;
}

/** What is needed to make a connection, secret included; lives in SecretStorage and memory only. */
export interface CylanceEntry extends CylanceConnection {
  readonly applicationSecret: string;
}

export const withoutCylanceSecret = ({ applicationSecret: _, ...connection }: CylanceEntry): CylanceConnection => connection;

/** Another connection, other than `except`, to the same tenant by the same application. */
export const cylanceTwinOf = (
  connections: readonly CylanceConnection[],
  { baseUrl, tenantId, applicationId }: Pick<CylanceConnection, 'baseUrl' | 'tenantId' | 'applicationId'>,
  except?: CylanceConnection['id'],
): CylanceConnection | undefined =>
  connections.find(
    (other) =>
      other.id !== except &&
      other.baseUrl === baseUrl &&
      other.tenantId.toLowerCase() === tenantId.toLowerCase() &&
      other.applicationId.toLowerCase() === applicationId.toLowerCase(),
  );

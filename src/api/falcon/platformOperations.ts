/** What the product needs around the User Management collection: tokens, Flight Control children, the session's own CID. */
import { sortValues } from './fields.ts';
import type { Operation } from './operation.ts';
import { childRecord, idRecord } from './records.ts';

const usual = [400, 403, 429, 500] as const;
const childIds = { type: 'strings', format: 'cid', minimum: 1, required: true, description: 'Child CIDs.' } as const;

export const platformOperations = {
  oauth2AccessToken: {
    id: 'oauth2AccessToken',
    method: 'POST',
    path: '/oauth2/token',
    collection: 'oauth2',
    summary: 'Exchange the client id and secret for a token that lasts 30 minutes.',
    write: false,
    repeatable: true,
    query: {},
    body: {
      kind: 'form',
      fields: {
        client_id: { type: 'string', required: true, description: 'The API client id: 32 hexadecimal characters.' },
        client_secret: { type: 'string', format: 'secret', required: true, description: 'The API client secret: 40 characters.' },
        member_cid: { type: 'string', format: 'cid', description: 'Flight Control parents only: the child CID to which the session is tied.' },
      },
    },
    success: [201],
    failures: usual,
  },
  oauth2RevokeToken: {
    id: 'oauth2RevokeToken',
    method: 'POST',
    path: '/oauth2/revoke',
    collection: 'oauth2',
    summary: 'End a token before its time.',
    write: false,
    repeatable: true,
    query: {},
    body: {
      kind: 'form',
      fields: {
        token: { type: 'string', format: 'secret', required: true, description: 'The token to end.' },
        client_id: { type: 'string', description: 'The API client id.' },
      },
    },
    success: [200],
    failures: usual,
  },
  queryChildren: {
    id: 'queryChildren',
    method: 'GET',
    path: '/mssp/queries/children/v1',
    collection: 'flight-control',
    summary: 'List the child CIDs of a Flight Control parent.',
    scope: 'mssp:read',
    write: false,
    repeatable: true,
    paged: true,
    query: {
      filter: { type: 'string', fql: 'child', description: 'FQL on cid.' },
      offset: { type: 'integer', minimum: 0, default: 0, description: 'How many records to skip.' },
      // The default is published, the maximum is not.
      limit: { type: 'integer', minimum: 1, default: 10, description: 'How many records to return at most.' },
      sort: {
        type: 'string',
        values: sortValues('last_modified_timestamp'),
        default: 'last_modified_timestamp|desc',
        description: 'Property and direction.',
      },
    },
    success: [200],
    failures: usual,
    resource: idRecord,
  },
  getChildren: {
    id: 'getChildren',
    method: 'GET',
    path: '/mssp/entities/children/v1',
    collection: 'flight-control',
    summary: 'Read child CIDs.',
    scope: 'mssp:read',
    write: false,
    repeatable: true,
    query: { ids: childIds },
    success: [200, 207],
    failures: usual,
    resource: childRecord,
  },
  getChildrenV2: {
    id: 'getChildrenV2',
    method: 'POST',
    path: '/mssp/entities/children/GET/v2',
    collection: 'flight-control',
    summary: 'Read child CIDs.',
    scope: 'mssp:read',
    write: false,
    repeatable: true,
    query: {},
    body: { kind: 'json', fields: { ids: childIds } },
    success: [200, 207],
    failures: usual,
    resource: childRecord,
  },
  GetSensorInstallersCCIDByQuery: {
    id: 'GetSensorInstallersCCIDByQuery',
    method: 'GET',
    path: '/sensors/queries/installers/ccid/v1',
    collection: 'sensor-download',
    summary: 'Tell the CID of the session, with its checksum.',
    scope: 'sensor-installers:read',
    write: false,
    repeatable: true,
    query: {},
    success: [200],
    failures: usual,
    resource: idRecord,
  },
} as const satisfies Record<string, Operation>;

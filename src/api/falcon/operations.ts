/** The operation table: the client's calls, request documents and the demo tenant's routes are all read from here. */
import type { Operation, ParametersOf, ResourceOf } from './operation.ts';
import { platformOperations } from './platformOperations.ts';
import { usersLegacyOperations } from './usersLegacyOperations.ts';
import { userManagementOperations } from './userManagementOperations.ts';

export const operations = {
  ...userManagementOperations,
  ...usersLegacyOperations,
  ...platformOperations,
} as const;

export type OperationId = keyof typeof operations;
export type Parameters<Id extends OperationId> = ParametersOf<(typeof operations)[Id]>;
export type Resource<Id extends OperationId> = ResourceOf<(typeof operations)[Id]>;

/** The rows as plain data, for code that handles any operation alike. */
export const operationRows: readonly Operation[] = Object.values(operations);

/** Looks an operation up by an id that came from outside the type system. */
export const findOperation = (id: string): Operation | undefined => operationRows.find((row) => row.id === id);

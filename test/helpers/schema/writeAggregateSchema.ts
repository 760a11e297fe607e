// Run after the facts of aggregate queries have changed: `node test/helpers/schema/writeAggregateSchema.ts`.
import { writeFileSync } from 'node:fs';
import { schemaPath, schemaText } from './aggregateSchema.ts';

writeFileSync(new URL(`../../../${schemaPath}`, import.meta.url), schemaText());

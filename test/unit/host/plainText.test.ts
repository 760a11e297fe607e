import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from '../../../src/host/plainText.ts';

test('what a server said becomes neither a link nor an icon', () => {
  assert.equal(plainText('[Fix](command:workbench.action.quit) $(error) done'), '[Fix] (command:workbench.action.quit) $ (error) done');
});

test('other text stays as it is', () => {
  assert.equal(plainText("Costs 5$, see [1] (there's more)."), "Costs 5$, see [1] (there's more).");
});

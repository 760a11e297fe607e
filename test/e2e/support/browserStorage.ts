import type { Page } from 'playwright-core';

const readAll = `(async () => {
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const texts = [JSON.stringify([{ ...localStorage }, { ...sessionStorage }])];
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) texts.push(JSON.stringify(await answer(database.transaction(store).objectStore(store).getAll())));
    database.close();
  }
  return texts.join('\\n');
})()`;

/** Everything that the editor keeps in the browser, as one text. It writes there some seconds after a change. */
export const browserStorage = (page: Page): Promise<string> => page.evaluate<string>(readAll);

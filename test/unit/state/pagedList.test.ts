import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PagedList } from '../../../src/state/pagedList.ts';
import type { ReadListPage } from '../../../src/state/pagedList.ts';

const letters = [...'abcdefg'];
const readLetters: ReadListPage<string> = async ({ offset, limit }) => {
  const items = letters.slice(offset, offset + limit);
  return { items, total: letters.length, count: items.length };
};
const listOf = (read: ReadListPage<string>): PagedList<string> => new PagedList(read, (item) => item, 3);

test('pages are read one by one until nothing remains', async () => {
  const list = listOf(readLetters);
  assert.equal(list.total, undefined);
  await list.load();
  assert.deepEqual([list.items.join(''), list.total, list.remaining], ['abc', 7, 4]);
  await list.load();
  assert.equal(list.items.length, 3);
  await list.loadMore();
  await list.loadMore();
  assert.deepEqual([list.items.join(''), list.remaining], ['abcdefg', 0]);
});

test('an included item stands at the top until its page brings it', async () => {
  const list = listOf(readLetters);
  list.include('e');
  await list.load();
  assert.equal(list.items.join(''), 'eabc');
  await list.loadMore();
  assert.equal(list.items.join(''), 'abcdef');
});

test('a page asked for twice at once is read once', async () => {
  let reads = 0;
  const list = listOf(async (page, signal) => {
    reads++;
    return readLetters(page, signal);
  });
  await Promise.all([list.load(), list.load()]);
  assert.equal(reads, 1);
});

test('an empty page ends the list whatever total the server tells', async () => {
  const list = listOf(async ({ offset }) => ({ items: offset === 0 ? ['a'] : [], total: 100, count: offset === 0 ? 1 : 0 }));
  await list.load();
  assert.equal(list.remaining, 99);
  await list.loadMore();
  assert.deepEqual([list.total, list.remaining], [1, 0]);
});

test('an answer that comes after the list was forgotten is dropped', async () => {
  let answer = (): void => undefined;
  const list = listOf(async (page, signal) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return readLetters(page, signal);
  });
  const loading = list.load();
  list.forget();
  answer();
  await loading;
  assert.deepEqual([list.items.length, list.total], [0, undefined]);
});

test('a page that was given up leaves the list as it was', async () => {
  const list = listOf(async (_page, signal) => {
    await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
    throw new Error('unreachable');
  });
  const impatient = new AbortController();
  const loading = list.load(impatient.signal);
  impatient.abort();
  await assert.rejects(loading, { name: 'AbortError' });
  assert.equal(list.total, undefined);
});

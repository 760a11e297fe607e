/**
 * Prompts answered from a script. Input boxes behave as the editor's do: text is typed and judged, Enter runs the slow
 * check, a problem keeps the box open for the next answer of the script.
 */
import assert from 'node:assert/strict';
import { back } from '../../../src/host/prompts.ts';
import type { Back, DecisionRequest, InputRequest, Notice, PickItem, PickManyRequest, PickRequest, Prompts, SearchRequest } from '../../../src/host/prompts.ts';

type Question = 'input' | 'pick' | 'search' | 'confirm' | 'decide' | 'pickMany';

export type Answer =
  /** Types the text and presses Enter. */
  | { readonly type: string }
  /** Types the text, presses Enter and changes the text while the slow check goes on, whose answer is not waited for. */
  | { readonly outdated: string }
  /** Presses Enter on what the box holds. */
  | 'enter'
  /** Types the text and presses the back button. */
  | { readonly back: string }
  | 'back'
  | 'escape'
  /** Chooses the row or the action whose label starts with the text. */
  | { readonly choose: string }
  /** Ticks exactly the rows whose labels start with one of the texts. */
  | { readonly chooseMany: readonly string[] }
  | { readonly confirm: boolean };

export interface Seen {
  readonly question: Question;
  readonly title: string;
  /** What the box held when it opened. */
  readonly value?: string;
  /** What was wrong, shown as the box opened. */
  readonly problem?: string | undefined;
  readonly labels?: readonly string[];
  readonly detail?: string | undefined;
}

export class ScriptedPrompts {
  readonly seen: Seen[] = [];
  /** What was wrong with answers, in the order they were refused. */
  readonly problems: string[] = [];
  readonly notices: Notice[] = [];
  /** The action that the person takes on notices that offer it. */
  takes: string | undefined;
  readonly #answers: Answer[] = [];

  readonly prompts = {
    input: (request: InputRequest) => this.#input(request),
    pick: (request: PickRequest<unknown>) => this.#pick(request),
    search: (request: SearchRequest<unknown>) => this.#search(request),
    confirm: async ({ message, detail }: { message: string; detail?: string }) => {
      this.seen.push({ question: 'confirm', title: message, detail });
      const answer = this.#next();
      assert.ok(typeof answer === 'object' && 'confirm' in answer, `“${message}” is a yes or no`);
      return answer.confirm;
    },
    decide: async (request: DecisionRequest<unknown>) => this.#decide(request),
    pickMany: async (request: PickManyRequest<unknown>) => this.#pickMany(request),
    notify: async (notice: Notice) => {
      this.notices.push(notice);
      return notice.actions?.find((action) => action === this.takes);
    },
  } as unknown as Prompts;

  will(...answers: readonly Answer[]): void {
    this.#answers.push(...answers);
  }

  /** Fails when answers were left over. */
  isDone(): void {
    assert.deepEqual(this.#answers, []);
  }

  #next(): Answer {
    const answer = this.#answers.shift();
    assert.ok(answer !== undefined, `nothing was prepared for “${this.seen.at(-1)?.title}”`);
    return answer;
  }

  async #input(request: InputRequest): Promise<string | Back | undefined> {
    let value = request.value ?? '';
    this.seen.push({ question: 'input', title: request.title, value, problem: request.problem });
    for (;;) {
      const answer = this.#next();
      if (answer === 'escape') return undefined;
      if (typeof answer === 'object' && ('type' in answer || 'back' in answer)) {
        value = 'type' in answer ? answer.type : answer.back;
        request.validate?.(value);
      }
      if (typeof answer === 'object' && 'outdated' in answer) {
        value = answer.outdated;
        request.validate?.(value);
        const changed = new AbortController();
        const late = request.check?.(value, changed.signal);
        changed.abort();
        await late?.catch(() => undefined);
        continue;
      }
      if (answer === 'back' || (typeof answer === 'object' && 'back' in answer)) return back;
      const problem = request.validate?.(value) ?? (await request.check?.(value, new AbortController().signal));
      if (problem === undefined) return value;
      this.problems.push(problem);
    }
  }

  async #pick<T>(request: PickRequest<T>): Promise<T | Back | undefined> {
    const items = typeof request.items === 'function' ? await request.items(new AbortController().signal) : request.items;
    this.seen.push({ question: 'pick', title: request.title, problem: request.problem, labels: items.map(({ label }) => label) });
    const answer = this.#next();
    if (answer === 'escape') return undefined;
    if (answer === 'back') return back;
    if (answer === 'enter') return items.find(({ picked }) => picked)?.value ?? items[0]?.value;
    return this.#chosen(items, answer);
  }

  async #search<T>(request: SearchRequest<T>): Promise<T | undefined> {
    const answer = this.#next();
    const text = typeof answer === 'object' && 'type' in answer ? answer.type : (request.value ?? '');
    const items = await request.search(text, new AbortController().signal);
    this.seen.push({ question: 'search', title: request.title, labels: items.map(({ label }) => label) });
    if (answer === 'escape') return undefined;
    return typeof answer === 'object' && 'choose' in answer ? this.#chosen(items, answer) : items[0]?.value;
  }

  #decide<T>({ message, detail, actions }: DecisionRequest<T>): T | undefined {
    this.seen.push({ question: 'decide', title: message, detail, labels: actions.map(({ label }) => label) });
    const answer = this.#next();
    return answer === 'escape' ? undefined : this.#chosen(actions, answer);
  }

  #pickMany<T>({ title, items }: PickManyRequest<T>): readonly T[] | undefined {
    this.seen.push({ question: 'pickMany', title, labels: items.map(({ label }) => label) });
    const answer = this.#next();
    if (answer === 'escape') return undefined;
    if (answer === 'enter') return items.filter(({ picked }) => picked).map(({ value }) => value);
    assert.ok(typeof answer === 'object' && 'chooseMany' in answer, `“${title}” is a choice of several`);
    return answer.chooseMany.map((choose) => this.#chosen(items, { choose }));
  }

  #chosen<T>(items: readonly Pick<PickItem<T>, 'label' | 'value'>[], answer: Answer): T {
    assert.ok(typeof answer === 'object' && 'choose' in answer, `“${this.seen.at(-1)?.title}” is a choice`);
    const item = items.find(({ label }) => label.startsWith(answer.choose));
    assert.ok(item, `no “${answer.choose}” among ${items.map(({ label }) => label).join(', ')}`);
    return item.value;
  }
}

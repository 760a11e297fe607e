/** What the rows of a grants panel are about, and how the person changes that. */
import { TenantError } from '../../core/errors.ts';
import type { Cid, ConnectionId, UserUuid } from '../../core/ids.ts';
import type { Subject } from '../../core/matrix/matrix.ts';
import type { Pending } from '../../core/matrix/pending.ts';
import { displayName } from '../../core/user.ts';
import type { User } from '../../core/user.ts';
import { mostUsers } from '../../protocol/grants.ts';
import type { Connection } from '../../state/connection.ts';
import type { GrantsPanelDeps } from './deps.ts';

/** As the command takes them. */
const mostCompared = 4;

type ChoiceDeps = Pick<GrantsPanelDeps, 'chooseCid' | 'chooseUser' | 'prompts' | 'runCommand' | 'wording'>;

export class SubjectChoice {
  readonly #deps: ChoiceDeps;
  #subject: Subject;
  /** What the other way of looking showed last. */
  #users: readonly UserUuid[] = [];
  #cid: Cid | undefined;
  #added: readonly UserUuid[];

  /** @param marked of an earlier window: users whom it is about stay among the rows of a CID */
  constructor(deps: ChoiceDeps, subject: Subject, marked: readonly Pending[] = []) {
    this.#deps = deps;
    this.#subject = subject;
    const here = subject.by === 'cid' ? marked.filter(({ cid }) => cid === subject.cid) : [];
    this.#added = [...new Set(here.map(({ user }) => user))].slice(0, mostUsers);
  }

  get subject(): Subject {
    return this.#subject;
  }

  /** Users who are among the rows of a CID whatever they hold there. */
  get added(): readonly UserUuid[] {
    return this.#added;
  }

  /** The users that there still are. */
  keep(users: readonly UserUuid[]): void {
    if (this.#subject.by === 'users' && users.length < this.#subject.users.length) this.#subject = { by: 'users', users };
  }

  /** @returns whether the rows are others now, as do the following */
  async addUser(connection: Connection): Promise<boolean> {
    const { chooseUser, wording } = this.#deps;
    const { l10n } = wording;
    this.#refuseMore();
    const user = await chooseUser(connection, l10n.t('Add a User to the Grants'));
    if (!user) return false;
    // Somebody may have added another one while the question was open.
    this.#refuseMore();
    const shown = this.#shown;
    if (shown.includes(user.uuid)) return false;
    this.#setShown([...shown, user.uuid]);
    return true;
  }

  remove(user: UserUuid): boolean {
    const left = this.#shown.filter((uuid) => uuid !== user);
    if (left.length === this.#shown.length || (left.length === 0 && this.#subject.by === 'users')) return false;
    this.#setShown(left);
    return true;
  }

  async chooseCid(connection: Connection): Promise<boolean> {
    const chosen = await this.#deps.chooseCid(connection, this.#deps.wording.l10n.t('Grants in a CID'));
    return chosen !== undefined && this.#show({ by: 'cid', cid: chosen.cid });
  }

  async byUsers(connection: Connection): Promise<boolean> {
    if (this.#subject.by === 'users') return false;
    if (this.#users.length > 0) return this.#show({ by: 'users', users: this.#users });
    const user = await this.#deps.chooseUser(connection, this.#deps.wording.l10n.t('Grants of a User'));
    return user !== undefined && this.#show({ by: 'users', users: [user.uuid] });
  }

  async byCid(connection: Connection): Promise<boolean> {
    if (this.#subject.by === 'cid') return false;
    return this.#cid === undefined ? this.chooseCid(connection) : this.#show({ by: 'cid', cid: this.#cid });
  }

  /** Of many users the person says whom to compare. */
  async compare(connection: ConnectionId, users: readonly User[]): Promise<void> {
    const { prompts, runCommand, wording } = this.#deps;
    const items = users.map((user, at) => ({
      ...{ label: displayName(user), icon: 'account', value: user },
      ...(user.uid !== undefined && { description: user.uid }),
      picked: this.#subject.by === 'users' && at < mostCompared,
    }));
    const title = wording.l10n.t('Compare Users');
    const placeholder = wording.l10n.t('Up to {0} users', mostCompared);
    const chosen = users.length > mostCompared ? await prompts.pickMany({ title, placeholder, items }) : users;
    const given = chosen?.map(({ uuid }) => ({ connection, user: uuid })) ?? [];
    if (given.length > 0) await runCommand('falconAdmin.user.compare', given[0], given);
  }

  async export(connection: ConnectionId): Promise<void> {
    const subject = this.#subject;
    const given = subject.by === 'users' ? subject.users.map((user) => ({ connection, user })) : [{ connection, cid: subject.cid }];
    await this.#deps.runCommand('falconAdmin.grants.export', given[0], given);
  }

  get #shown(): readonly UserUuid[] {
    return this.#subject.by === 'users' ? this.#subject.users : this.#added;
  }

  #setShown(users: readonly UserUuid[]): void {
    if (this.#subject.by === 'users') this.#subject = { by: 'users', users };
    else this.#added = users;
  }

  #show(subject: Subject): boolean {
    const before = this.#subject;
    if (before.by === 'users') this.#users = before.users;
    else this.#cid = before.cid;
    if (subject.by === 'cid' && !(before.by === 'cid' && before.cid === subject.cid)) this.#added = [];
    this.#subject = subject;
    return true;
  }

  #refuseMore(): void {
    if (this.#shown.length < mostUsers) return;
    const { l10n } = this.#deps.wording;
    const message = l10n.t('{0} users are the most that are shown together.', mostUsers);
    throw new TenantError({ kind: 'invalid', message, nextStep: l10n.t('Remove one first.') });
  }
}

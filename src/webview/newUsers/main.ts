/** The page of new users from a file. */
import type { NewUsersRequests, NewUsersState } from '../../protocol/newUsers.ts';
import { makeAnnouncer } from '../kit/announce.ts';
import { HostConnection } from '../kit/connection.ts';
import { registerControls } from '../kit/controls.ts';
import { pageTexts } from '../kit/startData.ts';
import { NewUsersPage } from './newUsersPage.ts';

registerControls();
const root = document.querySelector('main') ?? document.body;
const connection: HostConnection<NewUsersRequests, NewUsersState> = new HostConnection((state) => page.show(state));
const page = new NewUsersPage({ root, texts: pageTexts(), announcer: makeAnnouncer(), connection });
connection.start();

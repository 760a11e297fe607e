/** The page of the grants panel. */
import type { GrantsRequests, GrantsState } from '../../protocol/grants.ts';
import { makeAnnouncer } from '../kit/announce.ts';
import { HostConnection } from '../kit/connection.ts';
import { registerControls } from '../kit/controls.ts';
import { pageTexts } from '../kit/startData.ts';
import { GrantsPage } from './grantsPage.ts';

registerControls();
const root = document.querySelector('main') ?? document.body;
const connection: HostConnection<GrantsRequests, GrantsState> = new HostConnection((state) => page.show(state));
const page = new GrantsPage({ root, texts: pageTexts(), announcer: makeAnnouncer(), connection });
connection.start();

/** The page of a file of aggregate queries. */
import type { AggregateRequests, AggregateState } from '../../protocol/aggregate.ts';
import { makeAnnouncer } from '../kit/announce.ts';
import { HostConnection } from '../kit/connection.ts';
import { registerControls } from '../kit/controls.ts';
import { pageTexts } from '../kit/startData.ts';
import { AggregatePage } from './aggregatePage.ts';
import type { ChartChunk } from './resultPane.ts';

registerControls();
const root = document.querySelector('main') ?? document.body;
const connection: HostConnection<AggregateRequests, AggregateState> = new HostConnection((state) => page.show(state));
const loadCharts = (): Promise<ChartChunk> => import('./charts/chartView.ts');
const page = new AggregatePage({ root, texts: pageTexts(), announcer: makeAnnouncer(), connection, loadCharts });
connection.start();

/** Reads all users of a tenant in a process of its own and reports what its heap held: `node --expose-gc heap.ts URL ID SECRET`. */
import { systemClock } from '../../src/api/clock.ts';
import { openClient } from '../../src/api/falcon/openClient.ts';
import { readAllUsers } from '../../src/api/falcon/users.ts';
import { RateBudget } from '../../src/api/rateBudget.ts';
import { UndiciTransport } from '../../src/api/undiciTransport.ts';

const [baseUrl = '', clientId = '', clientSecret = ''] = process.argv.slice(2);
const collect = (globalThis as { gc?: () => void }).gc;
if (!collect) throw new Error('Start with --expose-gc.');

const transport = new UndiciTransport();
const client = openClient({
  baseUrl,
  credentials: { clientId, clientSecret },
  transport,
  budget: new RateBudget(systemClock),
  userAgent: 'bench',
  log: { debug: () => undefined, warn: () => undefined },
});

collect();
const before = process.memoryUsage().heapUsed;
let peak = 0;
const users = await readAllUsers(client, {}, { onProgress: () => (peak = Math.max(peak, process.memoryUsage().heapUsed)) });
collect();
const held = process.memoryUsage().heapUsed;
process.stdout.write(`${JSON.stringify({ users: users.length, peakBytes: peak - before, heldBytes: held - before })}\n`);
await client.end();
await transport.close();

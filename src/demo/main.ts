/** The demo tenant as a command. Prints one line of JSON when it is ready, and serves until its input closes or it is told to end. */
import { usage, readCommandLine } from './commandLine.ts';
import { startDemoTenant } from './demoTenant.ts';

const commandLine = readCommandLine(process.argv.slice(2));
if ('problem' in commandLine) {
  process.stderr.write(`demo-tenant: ${commandLine.problem}\n`);
  process.exit(2);
}
if ('help' in commandLine) {
  process.stdout.write(usage);
  process.exit(0);
}

try {
  const tenant = await startDemoTenant(commandLine.options);
  const { url, clientId, clientSecret, readOnlyClientId, readOnlyClientSecret, parentCid } = tenant;
  const { tenantId, applicationId, applicationSecret } = tenant.cylance;
  const cylance = { url: tenant.cylance.url, tenantId, applicationId, applicationSecret };
  // Whoever started the server may be gone before it reads the line; that is no reason to fail.
  process.stdout.on('error', () => undefined);
  // Before the line is written: who reads it may tell the server to end at once.
  const ended = untilEnded();
  await new Promise<void>((resolve) => {
    process.stdout.write(`${JSON.stringify({ url, clientId, clientSecret, readOnlyClientId, readOnlyClientSecret, parentCid, cylance })}\n`, () => {
      resolve();
    });
  });
  await ended;
  await tenant.close();
  process.exit(0);
} catch (error) {
  process.stderr.write(`demo-tenant: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
    // A terminal does not close while someone sits at it, and reading it would stop a server started in the background.
    if (!process.stdin.isTTY) process.stdin.on('end', end).on('error', end).resume();
  });
}

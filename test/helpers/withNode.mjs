// Runs a TypeScript program of this project: `node test/helpers/withNode.mjs <file.ts> [arguments]`.
// Kept in plain JavaScript that old versions of Node understand, so that they can say what is wrong with them.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This needs Node 22.18 or later, and ${process.execPath} is Node ${process.versions.node}.\n` +
      'Start it through npm (npm start, npm test) after "npm install": that brings a Node 24 of its own for Linux, macOS and Windows.\n' +
      'If it still says this, the optional packages were left out: run "npm install --include=optional", or install Node 24 from https://nodejs.org.',
  );
  process.exit(1);
}

// npm gives a signal to the shell that it runs scripts with, and the shell does not pass it on: losing that shell stands for it.
const shell = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

process.argv.splice(1, 1);
await import(pathToFileURL(path.resolve(process.argv[1] ?? '')).href);

import { downloadAndUnzipVSCode, ProgressReportStage } from '@vscode/test-electron';
import type { ProgressReporter } from '@vscode/test-electron';
import { projectRoot, workFolder } from './paths.ts';

/** How long the update service may take to name the current version; a machine without access is recognised by this. */
const firstAnswerLimitMs = 5_000;

/** Downloads the newest VS Code into .vscode-test/, or uses the copy that is there. Gives up at the first failure: the caller has another way. */
export async function downloadDesktop(say: (line: string) => void): Promise<{ executable: string } | { failure: string }> {
  say('Looking for a VS Code to download …');
  const firstAnswer = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    firstAnswer.reject(new Error(`no answer within ${firstAnswerLimitMs / 1000} s`));
  }, firstAnswerLimitMs);
  const reporter: ProgressReporter = {
    report(progress) {
      firstAnswer.resolve(undefined);
      if (progress.stage === ProgressReportStage.ResolvedVersion) say(`VS Code ${progress.version}`);
      if (progress.stage === ProgressReportStage.ResolvingCDNLocation) say('Downloading it (about 150 MB) …');
      // Thrown into the library's retry loop, which would otherwise wait and try again.
      if (progress.stage === ProgressReportStage.Retrying) throw progress.error;
    },
    error: () => undefined,
  };
  const download = downloadAndUnzipVSCode({ extensionDevelopmentPath: projectRoot, cachePath: workFolder, reporter });
  // It may also fail after the wait was given up, when nobody listens any more.
  download.catch(() => undefined);
  try {
    await Promise.race([firstAnswer.promise, download]);
    return { executable: await download };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

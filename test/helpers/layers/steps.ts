/** A script of package.json, which passes or fails as a whole. */
export interface ScriptStep {
  readonly name: string;
  readonly script: string;
}

/** A layer of tests: a program for Node that leaves its result in a file. */
export interface LayerStep {
  readonly name: string;
  readonly node: readonly string[];
  /** The pattern of its test files; there must be some, so that an emptied layer is noticed. */
  readonly files: string;
  /** Steps that must have passed before. */
  readonly needs: readonly string[];
  /** Whether its tests open a browser by themselves. The host layer does so only where there is no desktop program. */
  readonly browser: boolean;
  readonly limitMinutes: number;
}

export type Step = ScriptStep | LayerStep;

/** Stands for the file into which a layer writes its result. */
export const resultFilePlaceholder = '<result file>';

type LayerOptions = Pick<LayerStep, 'limitMinutes'> & Partial<Pick<LayerStep, 'needs' | 'browser'>>;

function layer(name: string, node: readonly string[], { needs = [], browser = false, limitMinutes }: LayerOptions): LayerStep {
  return { name, node, files: `test/${name}/**/*.test.ts`, needs, browser, limitMinutes };
}

function nodeTests(name: string, concurrency: number, options: LayerOptions): LayerStep {
  const args = [
    '--test',
    `--test-concurrency=${concurrency}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./test/helpers/layers/countReporter.ts',
    `--test-reporter-destination=${resultFilePlaceholder}`,
    `test/${name}/**/*.test.ts`,
  ];
  return layer(name, args, options);
}

/** What `npm test` runs, in this order. Layers with a browser run one file at a time: on two cores they would only wait for each other. */
export const steps: readonly Step[] = [
  { name: 'lint', script: 'lint' },
  { name: 'build', script: 'build' },
  nodeTests('unit', 2, { limitMinutes: 10 }),
  nodeTests('api', 2, { limitMinutes: 10 }),
  nodeTests('manifest', 2, { needs: ['build'], limitMinutes: 5 }),
  nodeTests('webview', 1, { needs: ['build'], browser: true, limitMinutes: 20 }),
  layer('host', ['test/helpers/layers/hostLayer.ts', resultFilePlaceholder], { needs: ['build'], limitMinutes: 10 }),
  { name: 'package', script: 'package' },
  nodeTests('e2e', 1, { needs: ['package'], browser: true, limitMinutes: 30 }),
];

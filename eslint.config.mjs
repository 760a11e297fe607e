import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const editorFolders = ['src/extension.ts', 'src/{host,views,commands,panels}/**'];

const editorImport = {
  name: 'vscode',
  message: 'Only extension.ts, host, views, commands and panels know the editor, types included.',
};
const toolkitImport = {
  name: '@vscode/webview-ui-toolkit',
  message: 'Use the helpers of src/webview/kit/controls.ts, so that replacing the toolkit touches one file.',
};
const undiciImport = {
  name: 'undici',
  importNames: ['setGlobalDispatcher', 'getGlobalDispatcher', 'install', 'fetch'],
  message: 'The process-wide agent belongs to the editor: pass a dispatcher of our own to request().',
};

const rawCommand = {
  selector: "MemberExpression[property.name=/^register(TextEditor)?Command$/]",
  message: 'Commands are registered through src/host/commands.ts, which logs, catches and reports.',
};
const rawContext = {
  selector: "Literal[value='setContext']",
  message: 'Context keys are set by src/host/contextKeys.ts alone.',
};
const skippedTest = {
  selector: "CallExpression[callee.property.name=/^(skip|only|todo)$/][callee.object.name=/^(test|it|describe|suite)$/]",
  message: 'No test is skipped or singled out: what cannot run fails and says why.',
};

export default defineConfig(
  globalIgnores(['dist/', 'node_modules/', '.vscode-test/', 'test/e2e/shots/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      'no-restricted-imports': ['error', { paths: [editorImport, toolkitImport, undiciImport] }],
      'no-restricted-syntax': ['error', rawCommand, rawContext],
    },
  },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    rules: { 'max-len': ['error', { code: 160, ignoreUrls: true, ignoreRegExpLiterals: true }] },
  },
  {
    files: editorFolders,
    rules: { 'no-restricted-imports': ['error', { paths: [toolkitImport, undiciImport] }] },
  },
  {
    files: ['src/webview/kit/controls.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [editorImport, undiciImport] }] },
  },
  { files: ['src/host/editorCommands.ts'], rules: { 'no-restricted-syntax': ['error', rawContext] } },
  { files: ['src/host/contextKeys.ts'], rules: { 'no-restricted-syntax': ['error', rawCommand] } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-console': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', skippedTest],
    },
  },
);

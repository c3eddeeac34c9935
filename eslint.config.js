import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import mocha from 'eslint-plugin-mocha';
import tseslint from 'typescript-eslint';

const banned = {
  defaultExport: { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  today: {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the date from the caller or the clock.',
  },
  now: {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Take the time from the caller or the clock.',
  },
  environment: {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Read the environment only in services/config/env.ts.',
  },
};

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'build',
      'coverage',
      'data*',
      'services/web/**',
      '*.config.js',
      '.dependency-cruiser.cjs',
      'scripts/bench/load-dictionary.cjs',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'max-depth': ['error', 4],
      complexity: ['error', 14],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      'no-restricted-syntax': ['error', ...Object.values(banned)],
    },
  },
  {
    files: ['services/config/env.ts', 'services/clock.ts', 'scripts/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', banned.defaultExport] },
  },
  { files: ['scripts/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    plugins: { mocha },
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'mocha/no-exclusive-tests': 'error',
      'mocha/no-identical-title': 'error',
    },
  },
  prettier,
);

/** The arrows of the house: bot → services → knowledge, and one door per library. */
const only = (name, folder, libraries) => ({
  name,
  severity: 'error',
  from: { path: '^(bot|knowledge|services)/', pathNot: `^(${folder})` },
  to: { path: `node_modules/(${libraries})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'knowledge-stands-alone',
      severity: 'error',
      from: { path: '^knowledge/' },
      to: { path: '^(bot|services|scripts|test)/' },
    },
    {
      name: 'knowledge-has-no-environment',
      severity: 'error',
      from: { path: '^knowledge/' },
      to: { path: '^(node:)?(http|https|net|child_process|os|process)$' },
    },
    {
      name: 'services-below-bot',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(bot|scripts|test)/' },
    },
    {
      name: 'knowledge-through-its-door',
      severity: 'error',
      from: { path: '^(bot|services)/' },
      to: { path: '^knowledge/', pathNot: '^knowledge/index\\.ts$' },
    },
    {
      name: 'use-cases-know-no-edges',
      severity: 'error',
      from: {
        path: '^services/(enquiry|tickets|notices|benefits|desk|library|staff|audit|calendar|privacy)/',
      },
      to: { path: '^services/(storage|http|web)/' },
    },
    {
      name: 'http-does-not-touch-storage',
      severity: 'error',
      from: { path: '^services/http/' },
      to: { path: '^services/storage/' },
    },
    {
      name: 'storage-does-not-touch-http',
      severity: 'error',
      from: { path: '^services/storage/' },
      to: { path: '^services/http/' },
    },
    {
      name: 'only-compose-wires-edges',
      severity: 'error',
      from: { path: '^bot/', pathNot: '^bot/(main|compose[^/]*)\\.ts$' },
      to: { path: '^services/(storage|http)/' },
    },
    {
      name: 'nobody-imports-scripts-or-tests',
      severity: 'error',
      from: { path: '^(bot|knowledge|services)/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      severity: 'error',
      from: { path: '^(bot|knowledge|services)/', pathNot: '^services/web/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '@types/' },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('one-door-botbuilder', 'bot/', 'bot(builder|framework)[^/]*'),
    only('one-door-express', 'services/http/', 'express|@types/express|express-rate-limit|helmet'),
    only('one-door-knex', 'services/storage/', 'knex|sqlite3|pg'),
    only('one-door-winston', 'services/log/', 'winston'),
    only('one-door-jieba', 'knowledge/text/', 'nodejieba'),
    only('one-door-recognizers', 'knowledge/text/', '@microsoft/recognizers-text[^/]*'),
    only('one-door-lunr', 'knowledge/search/', 'lunr|@types/lunr'),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^services/web/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};

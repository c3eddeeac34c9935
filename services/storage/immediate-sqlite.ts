import { createRequire } from 'node:module';
import type { Knex } from 'knex';

// knex offers no BEGIN IMMEDIATE. Its own dialect class is extended here, because a deferred BEGIN that later
// writes fails at once with SQLITE_BUSY when another process writes, in spite of busy_timeout.
const require = createRequire(import.meta.url);
interface SqliteTransaction {
  query(connection: unknown, sql: string): Promise<unknown>;
}
type TransactionClass = new (...args: unknown[]) => SqliteTransaction;
type ClientClass = new (config: Knex.Config) => Knex.Client;

const BaseClient = require('knex/lib/dialects/sqlite3') as ClientClass;
const BaseTransaction =
  require('knex/lib/dialects/sqlite3/execution/sqlite-transaction') as TransactionClass;

class ImmediateTransaction extends BaseTransaction {
  begin(connection: unknown): Promise<unknown> {
    return this.query(connection, 'BEGIN IMMEDIATE;');
  }
}

/** The sqlite3 dialect whose transactions take the write lock when they begin. */
export class ImmediateSqliteClient extends BaseClient {
  override transaction(...args: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...args) as unknown as Knex.Transaction;
  }
}

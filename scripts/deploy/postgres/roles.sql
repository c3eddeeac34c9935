-- The account under which the service runs: it reads and writes rows, and changes no table.
--
--   psql "$OWNER_URL" -f scripts/deploy/postgres/roles.sql          once, after the first npm run db:migrate
--   psql "$OWNER_URL" -c '\password mingbai_service'                 then choose its password
--
-- Run it with the account that owns the tables, again after each new version. May be run any number of times.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mingbai_service') THEN
    CREATE ROLE mingbai_service LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
  END IF;
END $$;

-- Nobody makes tables here but their owner.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO mingbai_service;

-- No TRUNCATE, no REFERENCES, no TRIGGER: rows only.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM mingbai_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mingbai_service;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO mingbai_service;

-- The record and the steps of tickets are added to, never changed; their head moves but does not go.
REVOKE UPDATE, DELETE ON audit_events, ticket_events FROM mingbai_service;
REVOKE INSERT, DELETE ON audit_head FROM mingbai_service;
REVOKE INSERT, UPDATE, DELETE ON knex_migrations FROM mingbai_service;

-- Tables of a later version, until this file is run again.
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mingbai_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO mingbai_service;

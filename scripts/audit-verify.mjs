#!/usr/bin/env node
// Stand-alone verifier of an audit export. Node core only; needs nothing of the service that wrote the log.
//
//   node audit-verify.mjs FILE.jsonl [--checkpoint CHECKPOINT.json] [--public-key audit-public.pem] [--events EVENTS.json]
//
// FILE holds a header line and one line per row; rows of other matters may be digests only.
// With --events the told steps of one ticket are compared with what the chain committed to.
// Ends with 0 when everything agrees, 1 when something was altered, 2 when it cannot be read.
import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import console from 'node:console';
import process from 'node:process';
import { createInterface } from 'node:readline';

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const HEX = /^[0-9a-f]{64}$/;

class Altered extends Error {}

const altered = (seq, what) => {
  throw new Altered(seq === null ? what : `row ${seq}: ${what}`);
};

const USAGE =
  'usage: audit-verify.mjs FILE.jsonl [--checkpoint C.json --public-key K.pem] [--events E.json]';

function options(argv) {
  const found = { file: null, checkpoint: null, publicKey: null, events: null };
  const names = { '--checkpoint': 'checkpoint', '--public-key': 'publicKey', '--events': 'events' };
  for (let i = 0; i < argv.length; i += 1) {
    const name = names[argv[i]];
    if (name) found[name] = argv[(i += 1)] ?? null;
    else if (argv[i].startsWith('--')) throw new Error(`unknown option ${argv[i]}; ${USAGE}`);
    else found.file = argv[i];
  }
  return found;
}

function contentOf(row) {
  if (typeof row.content === 'string') return { content: row.content, full: false };
  const fields = [
    'seq',
    'at',
    'actor',
    'role',
    'action',
    'objectType',
    'objectId',
    'outcome',
    'requestId',
    'detail',
  ];
  for (const field of fields) if (row[field] === undefined) altered(row.seq, `${field} is missing`);
  return { content: sha256(JSON.stringify(fields.map((field) => row[field]))), full: true };
}

function checkRow(row, state) {
  if (!Number.isSafeInteger(row.seq) || row.seq < 1) altered(null, 'a row without a number');
  if (state.seq === null) {
    state.first = row.seq;
    const start = row.seq === 1 ? sha256(`audit/v1\n${state.header.log}`) : row.prev;
    state.seq = row.seq - 1;
    state.hash = start;
  }
  if (row.seq !== state.seq + 1)
    altered(row.seq, `expected row ${state.seq + 1}: rows are missing, doubled or out of order`);
  if (row.prev !== state.hash) altered(row.seq, 'does not follow from the row before');
  const { content, full } = contentOf(row);
  if (row.hash !== sha256(`audit/v1\n${row.prev}\n${content}`))
    altered(row.seq, 'was changed after it was written');
  if (full) {
    state.full += 1;
    const { commit } = JSON.parse(row.detail);
    if (commit) state.commits.add(commit);
  }
  state.seq = row.seq;
  state.hash = row.hash;
  if (state.watch?.seq === row.seq && state.watch.hash !== row.hash)
    altered(row.seq, 'differs from the signed checkpoint: the log was rewritten');
}

function readCheckpoint({ checkpoint, publicKey }) {
  if (!checkpoint) return null;
  const point = JSON.parse(readFileSync(checkpoint, 'utf8'));
  if (!publicKey) throw new Error('--checkpoint needs --public-key');
  const text = JSON.stringify([
    'checkpoint/v1',
    point.log,
    point.seq,
    point.hash,
    point.at,
    point.prev,
  ]);
  const key = createPublicKey(readFileSync(publicKey, 'utf8'));
  const good = verify(
    null,
    Buffer.from(text, 'utf8'),
    key,
    Buffer.from(String(point.signature), 'base64'),
  );
  if (!good) altered(null, 'the checkpoint is not signed by this key or was changed');
  return point;
}

async function walk(file, point) {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  const state = {
    header: null,
    seq: null,
    hash: null,
    full: 0,
    first: 0,
    commits: new Set(),
    watch: point,
  };
  for await (const line of lines) {
    if (line === '') continue;
    let row;
    try {
      row = JSON.parse(line);
    } catch {
      altered(state.seq === null ? null : state.seq + 1, 'a line that is not JSON');
    }
    if (state.header) checkRow(row, state);
    else if (row.format === 'audit/v1' && HEX.test(row.hash)) state.header = row;
    else throw new Error('this is not an audit export');
  }
  if (!state.header) throw new Error('this is not an audit export');
  return state;
}

function checkEnd(state, point) {
  const { header } = state;
  const seq = state.seq ?? 0;
  const hash = state.hash ?? sha256(`audit/v1\n${header.log}`);
  if (header.seq !== seq || header.hash !== hash)
    altered(
      null,
      `the header promises ${header.seq} rows, the file ends at ${seq}: it was cut off or the header was changed`,
    );
  if (!point) return;
  if (point.log !== header.log)
    altered(null, 'the checkpoint belongs to another log: the log was replaced');
  if (point.seq > seq)
    altered(
      null,
      `the checkpoint knows ${point.seq} rows, the file ends at ${seq}: the end was cut off`,
    );
  if (point.seq === 0 && point.hash !== sha256(`audit/v1\n${point.log}`))
    altered(null, 'the checkpoint contradicts itself');
  if (point.seq < state.first - 1)
    throw new Error('the checkpoint is older than this extract; use a later one');
}

// A step is committed to as SHA-256 of its salt and text, so that the chain itself says nothing about a person.
function checkEvents(file, commits) {
  const events = JSON.parse(readFileSync(file, 'utf8'));
  for (const { seq, salt, body } of events)
    if (!commits.has(sha256(`event/v1\n${salt}\n${body}`)))
      altered(null, `step ${seq} of the ticket is not what was recorded`);
  const known = new Set(events.map(({ salt, body }) => sha256(`event/v1\n${salt}\n${body}`)));
  for (const commit of commits)
    if (!known.has(commit)) altered(null, 'a recorded step of the ticket is missing');
  return events.length;
}

const BLIND = `Without a checkpoint this cannot show: rows cut off at the end together with the header, a tail (or a whole log)
written anew with fresh digests, an old backup put in place. Use --checkpoint with a file that the supervisor keeps.`;

async function main() {
  const given = process.argv.slice(2);
  if (given.includes('--help')) return console.log(USAGE);
  const wanted = options(given);
  if (!wanted.file) throw new Error(USAGE);
  const point = readCheckpoint(wanted);
  const state = await walk(wanted.file, point);
  checkEnd(state, point);
  console.log(
    `OK: rows ${state.first}-${state.seq ?? 0} of log ${state.header.log}, ${state.full} readable, chain unbroken`,
  );
  if (wanted.events)
    console.log(
      `OK: ${checkEvents(wanted.events, state.commits)} steps of the ticket agree with the chain`,
    );
  if (!point) return console.log(BLIND);
  const later = (state.seq ?? 0) - point.seq;
  console.log(
    `OK: agrees with the checkpoint of ${point.at} (row ${point.seq}); ${later} later rows are not yet covered`,
  );
}

main().catch((thrown) => {
  const found = thrown instanceof Altered;
  console.error(`${found ? 'ALTERED' : 'CANNOT READ'}: ${thrown.message}`);
  process.exitCode = found ? 1 : 2;
});

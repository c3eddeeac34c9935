/** A real nginx with the configuration that is shipped, on ports and in a folder of its own. `TEST_NGINX` names another binary. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { tlsClient, type TlsClient } from './tls-client.ts';

export const SHIPPED = 'scripts/deploy/nginx.conf';

export interface RunningNginx extends TlsClient {
  /** Port of the side without TLS. */
  readonly plainPort: number;
  /** Everything that it wrote down. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Where a binary is; null on a machine without one. */
export function nginxBinary(): string | null {
  const named = process.env['TEST_NGINX'] ?? '';
  return (
    [named, '/usr/sbin/nginx', '/usr/local/sbin/nginx'].find(
      (path) => path !== '' && existsSync(path),
    ) ?? null
  );
}

/** Starts it in front of the instances at these addresses (`http://127.0.0.1:…`). Throws where it will not start. */
export async function startNginx(instances: readonly string[]): Promise<RunningNginx> {
  const binary = nginxBinary();
  if (binary === null) throw new Error('there is no nginx on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-nginx-'));
  // Its workers have an account of their own and keep large bodies here.
  chmodSync(folder, 0o755);
  const [port, plainPort] = [await freePort(), await freePort()];
  const ca = certificate(folder);
  const conf = join(folder, 'nginx.conf');
  writeFileSync(conf, placed({ folder, port, plainPort, instances }));
  const child = spawn(binary, ['-p', folder, '-c', conf, '-e', join(folder, 'start.log')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const said: string[] = [];
  child.stderr.on('data', (text: Buffer) => said.push(text.toString('utf8')));
  await untilOpen(child, port, said);
  const read = (name: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
  return {
    ...tlsClient(port, ca),
    plainPort,
    log: () => ['access.log', 'error.log', 'start.log'].map(read).join(''),
    stop: async () => {
      const ended = once(child, 'exit');
      // A fast end: the master takes its workers with it.
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly plainPort: number;
  readonly instances: readonly string[];
}

/** The shipped file, with nothing changed but where it stands: ports, instances, files. Throws for a line that is not there. */
function placed({ folder, port, plainPort, instances }: Place): string {
  const servers = instances.map((base) => `server ${new URL(base).host};`).join('\n');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const six = existsSync('/proc/net/if_inet6');
  const changes: readonly (readonly [string, string])[] = [
    ['worker_processes auto;', `worker_processes 2;\ndaemon off;\npid ${folder}/nginx.pid;`],
    ['http {', `http {\n${temporary.join('\n')}`],
    ['server service:3978;', servers],
    ['listen 80 ', `listen 127.0.0.1:${String(plainPort)} `],
    ['listen 443 ', `listen 127.0.0.1:${String(port)} `],
    [
      'listen [::]:80 default_server;',
      six ? `listen [::1]:${String(plainPort)} default_server;` : '',
    ],
    [
      'listen [::]:443 ssl http2 default_server;',
      six ? `listen [::1]:${String(port)} ssl http2 default_server;` : '',
    ],
    ['/etc/nginx/certificates/fullchain.pem', `${folder}/fullchain.pem`],
    ['/etc/nginx/certificates/privkey.pem', `${folder}/privkey.pem`],
    ['/var/log/nginx/access.log', `${folder}/access.log`],
    ['/var/log/nginx/error.log', `${folder}/error.log`],
  ];
  return changes.reduce(
    (text, [from, to]) => {
      // The notes at its head name paths too.
      const at = text.replace(/^\s*#.*$/gmu, (note) => ' '.repeat(note.length)).indexOf(from);
      if (at < 0) throw new Error(`${SHIPPED} has no ${from}`);
      return text.slice(0, at) + to + text.slice(at + from.length);
    },
    readFileSync(SHIPPED, 'utf8'),
  );
}

/** Signed by itself, for a day; gives what a caller has to believe. */
function certificate(folder: string): string {
  const { status, stderr } = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  return readFileSync(join(folder, 'fullchain.pem'), 'utf8');
}

async function untilOpen(
  child: ChildProcess,
  port: number,
  said: readonly string[],
): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) break;
    if (await isOpen(port)) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`nginx did not start: ${said.join('')}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', tell(true)).once('error', tell(false));
  });
}

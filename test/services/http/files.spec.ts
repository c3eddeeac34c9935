import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { builtFiles } from '../../../services/http/files.ts';
import { type RunningApp, runApp } from '../support/http.ts';

describe('the built pages', () => {
  let app: RunningApp;
  let parent: string;
  before(async () => {
    parent = mkdtempSync(join(tmpdir(), 'files-'));
    const folder = join(parent, 'dist');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    mkdirSync(join(folder, 'desk'));
    writeFileSync(join(parent, 'secret.js'), 'secret');
    writeFileSync(join(folder, 'assets/desk-AbCd1234.js'), 'x'.repeat(2000));
    writeFileSync(join(folder, 'assets/desk-AbCd1234.js.gz'), gzipSync('x'.repeat(2000)));
    writeFileSync(join(folder, 'assets/pages.css'), 'body{}');
    writeFileSync(join(folder, 'desk/index.html'), '<p>desk</p>');
    writeFileSync(join(folder, 'residents.json'), '{}');
    app = await runApp({ files: builtFiles(folder) });
  });
  after(async () => {
    await app.close();
    rmSync(parent, { recursive: true });
  });

  it('are kept for a year when their name carries a hash, asked for again otherwise', async () => {
    const hashed = await app.send('/assets/desk-AbCd1234.js');
    expect(hashed.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    const css = await app.send('/assets/pages.css');
    expect(css.headers.get('cache-control')).to.equal('no-cache');
    const tag = css.headers.get('etag') ?? '';
    const again = await app.send('/assets/pages.css', { headers: { 'if-none-match': tag } });
    expect([again.status, again.text]).to.deep.equal([304, '']);
  });

  it('come packed to whoever can unpack them', async () => {
    const packed = await app.send('/assets/desk-AbCd1234.js', {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(packed.headers.get('content-encoding')).to.equal('gzip');
    expect(packed.text).to.equal('x'.repeat(2000));
    const plain = await app.send('/assets/desk-AbCd1234.js', {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).to.equal(null);
  });

  it('answer for the addresses that a page makes itself, but not for missing files', async () => {
    for (const path of ['/desk', '/desk/', '/desk/calls/7'])
      expect((await app.send(path)).text).to.equal('<p>desk</p>');
    expect((await app.send('/desk/missing.js')).status).to.equal(404);
  });

  const outside = [
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
  ];
  for (const path of [...outside, '/residents.json', '/assets/'])
    it(`do not serve ${path}`, async () => {
      expect(await statusOf(app.base, path)).to.be.oneOf([400, 404]);
    });

  it('cannot be written to', async () => {
    expect((await app.send('/assets/pages.css', { method: 'POST' })).status).to.equal(404);
  });
});

/** Sends the path as it stands: fetch would tidy it first. */
function statusOf(base: string, path: string): Promise<number> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

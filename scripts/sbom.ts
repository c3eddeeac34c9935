/**
 * `npm run sbom [-- FILE]`: writes the list of everything that is installed to run the service (CycloneDX, without tools of
 * development) to FILE, `sbom.cdx.json` when none is named, and fails where it names a part without version or licence.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readCommandLine } from './command-line.ts';

interface Component {
  readonly name: string;
  readonly version?: string;
  readonly licenses?: readonly unknown[];
}

/** Packages that name no licence in package.json; what their LICENSE file says was read by a person. */
const READ_BY_A_PERSON: ReadonlySet<string> = new Set(['png-js']);
const { positionals } = readCommandLine({ usage: 'npm run sbom [-- FILE]', names: [0, 1] });
const [file = 'sbom.cdx.json'] = positionals;
const most = 64 * 1024 * 1024;
const listed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], {
  maxBuffer: most,
  encoding: 'utf8',
});
const { components = [] } = JSON.parse(listed) as { components?: readonly Component[] };
const unclear = components.filter(
  ({ name, version, licenses = [] }) =>
    !version || (licenses.length === 0 && !READ_BY_A_PERSON.has(name)),
);
writeFileSync(file, listed);
console.log(`${file}: ${String(components.length)} components`);
for (const { name, version = '?' } of unclear)
  console.error(`${name}@${version}: no licence named`);
process.exitCode = components.length > 0 && unclear.length === 0 ? 0 : 1;

/** The keys are gone, are of another installation, or are broken: nothing may be written without the right ones. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, sqlitePlace } from './kill.ts';
import { mustRefuse, stopped } from './refuse.ts';
import { type ChaosContext, type Outcome, type Scenario } from './scenario.ts';

/** Harms the keys of a service that was stopped, in every way; each start must be refused. */
export function harmKeys(context: ChaosContext, place: Place): Promise<Outcome> {
  return stopped(context, place, async (siege) => {
    const [own, kept] = [join(place.folder, 'keys'), join(place.folder, 'kept')];
    const other = join(place.folder, 'other');
    renameSync(own, kept);
    await mustRefuse(context, siege, { place, sentence: /密钥文件夹里缺/u });
    spawnSync(process.execPath, ['--import', 'tsx', 'scripts/keys-new.ts', other]);
    const env = { KEYS_DIR: other };
    await mustRefuse(context, siege, { place, env, sentence: /密钥打不开这个数据库/u });
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { mode: 0o700 });
    for (const file of ['signing.pem', 'secrets.json'])
      copyFileSync(join(kept, file), join(own, file));
    await mustRefuse(context, siege, { place, sentence: /ring\.json/u });
    writeFileSync(join(own, 'ring.json'), '{}', { mode: 0o600 });
    await mustRefuse(context, siege, { place, sentence: /ring\.json/u });
    copyFileSync(join(kept, 'ring.json'), join(own, 'ring.json'));
    chmodSync(join(own, 'ring.json'), 0o644);
    await mustRefuse(context, siege, { place, sentence: /别人也能读/u });
    rmSync(own, { recursive: true });
    renameSync(kept, own);
    return 'keys missing, of another installation, one missing, broken, open to all';
  });
}

export const keysOnSqlite: Scenario = {
  name: 'keys',
  run: (context) => harmKeys(context, sqlitePlace()),
};
